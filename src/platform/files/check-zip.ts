import { inflateRawSync } from 'node:zlib'

const endSignature = 0x06054b50
const entrySignature = 0x02014b50

/** How much a container may hold when unpacked. */
export interface ZipLimits {
  readonly entries: number
  readonly bytes: number
}

/**
 * Whether a ZIP container unpacks to no more than the limits. Unpacks every entry itself with a budget: the sizes a container states
 * of itself are the attacker's. Entries that lie over each other count each time. False also for what is no plain container.
 */
export function isSmallZip(file: Buffer, limits: ZipLimits): boolean {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== endSignature) return false
  const count = file.readUInt16LE(end + 10)
  if (count > limits.entries) return false
  let budget = limits.bytes
  let at = file.readUInt32LE(end + 16)
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== entrySignature) return false
    const method = file.readUInt16LE(at + 10)
    const packedBytes = file.readUInt32LE(at + 20)
    const local = file.readUInt32LE(at + 42)
    if (local + 30 > file.length) return false
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const packed = file.subarray(start, start + packedBytes)
    if (packed.length !== packedBytes) return false
    try {
      if (method === 0) budget -= packed.length
      else if (method === 8) budget -= inflateRawSync(packed, { maxOutputLength: Math.max(budget, 1) }).length
      else return false
    } catch {
      return false
    }
    if (budget < 0) return false
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return true
}
