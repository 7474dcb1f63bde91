/** Text of a file, and how its bytes had to be read. */
export interface Decoded {
  readonly text: string
  readonly mended: 'byte-order-mark-removed' | 'decoded-gb18030' | undefined
}

/** Decoders of the platform, handed in because decisions know no platform: UTF-8 and GB 18030, both failing on what is not theirs. */
export interface Decoders {
  readonly utf8: (bytes: Uint8Array) => string | undefined
  readonly gb18030: (bytes: Uint8Array) => string | undefined
}

/** Reads UTF-8, with or without a byte-order mark, else GB 18030 as older Chinese systems export it; undefined when it is neither. */
export function decode(bytes: Uint8Array, decoders: Decoders): Decoded | undefined {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const utf8 = decoders.utf8(marked ? bytes.subarray(3) : bytes)
  if (utf8 !== undefined) return { text: utf8, mended: marked ? 'byte-order-mark-removed' : undefined }
  const gb18030 = decoders.gb18030(bytes)
  return gb18030 === undefined ? undefined : { text: gb18030, mended: 'decoded-gb18030' }
}
