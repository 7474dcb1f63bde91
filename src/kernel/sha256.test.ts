import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, sha256, sha256Hex, toHex, utf8 } from './sha256.ts'

test('the vectors of FIPS 180-4', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe('248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1')
})

test('bytes of every length hash as the platform hashes them', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) % 256)
    expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'))
  }
})

test('every text, also with halves of pairs, is encoded as the platform encodes it', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd700, max: 0xe100 })), { maxLength: 12 }), (units) => {
    const text = String.fromCharCode(...units)
    expect(toHex(utf8(text))).toBe(Buffer.from(text).toString('hex'))
  }))
})

test('hex digits there and back; anything else is not hex', () => {
  expect(toHex(fromHex('00ff10') ?? new Uint8Array())).toBe('00ff10')
  expect([fromHex('0'), fromHex('0G'), fromHex('FF')]).toEqual([undefined, undefined, undefined])
})
