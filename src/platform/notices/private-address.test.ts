import { expect, test } from 'vitest'
import { checkWebhookUrl } from './check-webhook-url.ts'
import { isPrivateAddress } from './private-address.ts'

const spellings = [
  'https://127.0.0.1/', 'https://127.1/', 'https://2130706433/', 'https://0x7f000001/', 'https://0177.0.0.1/', 'https://0x7f.1/', 'https://127.0.0.1.:443/',
  'https://localhost/', 'https://LOCALHOST./', 'https://db.localhost/', 'https://printer.local/', 'https://vault.internal/', 'https://intranet/',
  'https://0.0.0.0/', 'https://0/', 'https://10.1.2.3/', 'https://172.16.0.1/', 'https://172.31.255.255/', 'https://192.168.1.1/', 'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/', 'https://192.0.2.1/', 'https://198.18.0.1/', 'https://198.51.100.1/', 'https://203.0.113.1/', 'https://224.0.0.1/', 'https://255.255.255.255/',
  'https://[::1]/', 'https://[::]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[::127.0.0.1]/', 'https://[fe80::1]/', 'https://[fc00::1]/', 'https://[fd12:3456::1]/',
  'https://[64:ff9b::7f00:1]/', 'https://[2002:7f00:1::]/', 'https://[2001::1]/', 'https://[2001:db8::1]/', 'https://[ff02::1]/', 'https://①②⑦.⓪.⓪.①/',
]

test.each(spellings)('%s points inside and is refused', (address) => {
  expect(checkWebhookUrl(address, false)).toMatchObject({ ok: false, refusals: [{ code: 'webhooks/private-address' }] })
})

test.each([
  ['http://trader.example/', 'webhooks/https-only'],
  ['https://user:secret@trader.example/', 'webhooks/not-an-address'],
  ['https://trader.example/#part', 'webhooks/not-an-address'],
  ['file:///etc/passwd', 'webhooks/not-an-address'],
  ['gopher://trader.example/', 'webhooks/not-an-address'],
  ['trader.example', 'webhooks/not-an-address'],
  ['https://', 'webhooks/not-an-address'],
])('%s: %s', (address, code) => {
  expect(checkWebhookUrl(address, false)).toMatchObject({ ok: false, refusals: [{ code }] })
})

test('public addresses and names pass; private ones only where they are allowed', () => {
  for (const address of ['https://trader.example/hook?x=1', 'https://8.8.8.8/', 'https://[2606:4700::1111]/', 'https://172.32.0.1/']) expect(checkWebhookUrl(address, false).ok, address).toBe(true)
  expect(checkWebhookUrl('http://127.0.0.1:8080/hook', true).ok).toBe(true)
})

test('what is not an address at all is treated as private', () => {
  for (const text of ['', 'localhost', '1.2.3', '1.2.3.4.5', '::g', 'fe80::1%eth0']) expect(isPrivateAddress(text), text).toBe(true)
})
