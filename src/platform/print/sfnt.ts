import { inflateSync } from 'node:zlib'

const signature = 0x774f4646 // 'wOFF'
const headerBytes = 44
const entryBytes = 20

/**
 * Unpacks a WOFF 1.0 font (W3C Recommendation, section 4) into the plain sfnt (TrueType) form: PDF libraries that read tables again and again
 * would unpack each of them at every read otherwise. Throws on what is no WOFF.
 */
export function sfntFromWoff(woff: Buffer): Buffer {
  if (woff.readUInt32BE(0) !== signature) throw new Error('not a WOFF font')
  const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, i) => {
    const at = headerBytes + i * entryBytes
    const offset = woff.readUInt32BE(at + 4)
    const packed = woff.subarray(offset, offset + woff.readUInt32BE(at + 8))
    const length = woff.readUInt32BE(at + 12)
    return { tag: woff.readUInt32BE(at), data: packed.length < length ? inflateSync(packed) : packed, checksum: woff.readUInt32BE(at + 16) }
  })
  const widest = 2 ** Math.floor(Math.log2(tables.length))
  const header = Buffer.alloc(12 + 16 * tables.length)
  header.writeUInt32BE(woff.readUInt32BE(4), 0)
  header.writeUInt16BE(tables.length, 4)
  header.writeUInt16BE(widest * 16, 6)
  header.writeUInt16BE(Math.log2(widest), 8)
  header.writeUInt16BE(tables.length * 16 - widest * 16, 10)
  const parts: Buffer[] = [header]
  let offset = header.length
  tables.forEach(({ tag, data, checksum }, i) => {
    const at = 12 + i * 16
    header.writeUInt32BE(tag, at)
    header.writeUInt32BE(checksum, at + 4)
    header.writeUInt32BE(offset, at + 8)
    header.writeUInt32BE(data.length, at + 12)
    const padded = Buffer.alloc(Math.ceil(data.length / 4) * 4)
    data.copy(padded)
    parts.push(padded)
    offset += padded.length
  })
  return Buffer.concat(parts)
}
