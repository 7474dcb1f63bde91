import type { TextCoding } from './history/domain/block.ts'

/** How blocks write their texts. */
export const utf8: TextCoding = { encode: (text) => Buffer.from(text), decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString() }
