import fc from 'fast-check'
import { expect, test } from 'vitest'
import { greyPng } from '../../../seed/grey-png.ts'
import { readImage } from './read-image.ts'

const png = greyPng(40, 20, (x, y) => x * y)
// The smallest baseline JPEG: 1 × 1, grey.
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300' + '01'.repeat(64) + 'ffc0000b080003000501011100ffc40014000100000000000000000000000000000009ffc40014100100000000000000000000000000000000ffda0008010100003f0054dfffd9', 'hex')

test('PNG and JPEG are told by their structure, with their size', () => {
  expect(readImage(png)).toEqual({ ok: true, value: { media: 'image/png', width: 40, height: 20 } })
  expect(readImage(jpeg)).toEqual({ ok: true, value: { media: 'image/jpeg', width: 5, height: 3 } })
})

test('what is cut off, has something behind it, or only calls itself a picture is refused', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('<svg onload=alert(1)>'), Buffer.from('GIF89a'), png.subarray(0, 8), Buffer.concat([png, Buffer.from('<script>')]), Buffer.concat([jpeg, Buffer.from('PK')]), png.subarray(0, png.length - 12)]) {
    expect(readImage(bytes)).toMatchObject({ ok: false, refusals: [{ code: 'files/not-an-image' }] })
  }
  const huge = Buffer.from(png)
  huge.writeUInt32BE(100_000, 16)
  expect(readImage(huge)).toMatchObject({ ok: false, refusals: [{ code: 'files/image-too-large' }] })
})

test('no bytes make it throw', () => {
  fc.assert(fc.property(fc.constantFrom(png, jpeg), fc.nat(), fc.nat(255), fc.nat(), (picture, at, value, cut) => {
    const bytes = Buffer.from(picture.subarray(0, 4 + (cut % picture.length)))
    bytes[at % bytes.length] = value
    expect(typeof readImage(bytes).ok).toBe('boolean')
  }))
})
