import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'

/** What a picture is, read from its own bytes and not from what somebody called it. */
export interface ImageHead {
  readonly media: 'image/png' | 'image/jpeg'
  readonly width: number
  readonly height: number
}

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')
/** A picture that is larger than this cannot be drawn by a browser in any case. */
const longestSide = 16_384

/**
 * Reads a PNG or JPEG from its structure: signature, size, and that the file ends where the picture ends, so that nothing else can ride along
 * behind it. Refuses everything else.
 */
export function readImage(bytes: Buffer): Result<ImageHead> {
  const head = bytes.subarray(0, 8).equals(pngSignature) ? readPng(bytes) : bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) ? readJpeg(bytes) : undefined
  if (head === undefined) return refuse<Refusal>({ code: 'files/not-an-image', pointer: '' })
  if (head.width < 1 || head.height < 1 || Math.max(head.width, head.height) > longestSide) return refuse<Refusal>({ code: 'files/image-too-large', pointer: '', facts: { width: head.width, height: head.height, limit: longestSide } })
  return ok(head)
}

/** Chunk by chunk: IHDR first, IDAT somewhere, IEND exactly at the end. */
function readPng(bytes: Buffer): ImageHead | undefined {
  let at = 8
  let size: { width: number; height: number } | undefined
  let data = false
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (at + 12 + length > bytes.length) return undefined
    if (size === undefined) {
      if (type !== 'IHDR' || length !== 13) return undefined
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) }
    }
    if (type === 'IDAT') data = true
    at += 12 + length
    if (type === 'IEND') return data && at === bytes.length ? { media: 'image/png', ...size } : undefined
  }
  return undefined
}

/** Segment by segment up to the scan; a frame header says the size, and the file ends with the end of the image. */
function readJpeg(bytes: Buffer): ImageHead | undefined {
  if (bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) return undefined
  let at = 2
  let size: { width: number; height: number } | undefined
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = bytes.readUInt16BE(at + 2)
    if (length < 2 || at + 2 + length > bytes.length) return undefined
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame && length >= 8) size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    if (marker === 0xda) return size === undefined ? undefined : { media: 'image/jpeg', ...size }
    at += 2 + length
  }
  return undefined
}
