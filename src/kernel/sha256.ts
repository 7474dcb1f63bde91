const initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]
const constants = new Int32Array(64)
const schedule = new Int32Array(64)

/** Fractional parts of the cube roots of the first 64 primes, 32 bits each (FIPS 180-4 §4.2.2): computed, so that there is no table to mistype. */
function fillConstants(): void {
  let filled = 0
  for (let n = 2; filled < 64; n++) {
    let prime = true
    for (let divisor = 2; divisor * divisor <= n && prime; divisor++) prime = n % divisor !== 0
    if (!prime) continue
    const root = Math.cbrt(n)
    constants[filled++] = Math.floor((root - Math.floor(root)) * 2 ** 32) | 0
  }
}
fillConstants()

/** UTF-8 bytes of a text. Here and not from the platform's encoder, so that pure code needs nothing of where it runs. */
export function utf8(text: string): Uint8Array {
  const plain = new Uint8Array(text.length)
  for (let i = 0; ; i++) {
    if (i === text.length) return plain
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) break
    plain[i] = unit
  }
  const bytes: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    // A lone surrogate has no UTF-8 form; every encoder writes U+FFFD for it.
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return Uint8Array.from(bytes)
}

/**
 * SHA-256 (FIPS 180-4) of bytes, 32 bytes. Pure and synchronous, the same in the server, the command line and a browser on plain HTTP, where there
 * is no Web Crypto: for what outsiders recompute. Not for secrets (it takes no care of timing), and slower than the platform's own.
 */
export function sha256(message: Uint8Array): Uint8Array {
  const length = message.length
  const padded = new Uint8Array((((length + 8) >> 6) + 1) << 6)
  padded.set(message)
  padded[length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29))
  view.setUint32(padded.length - 4, (length << 3) >>> 0)
  const state = Int32Array.from(initial)
  for (let at = 0; at < padded.length; at += 64) compress(state, padded, at)
  const out = new DataView(new ArrayBuffer(32))
  for (let i = 0; i < 8; i++) out.setInt32(i * 4, state[i] as number)
  return new Uint8Array(out.buffer)
}

function compress(state: Int32Array, bytes: Uint8Array, at: number): void {
  const w = schedule
  for (let i = 0, from = at; i < 16; i++, from += 4) {
    w[i] = ((bytes[from] as number) << 24) | ((bytes[from + 1] as number) << 16) | ((bytes[from + 2] as number) << 8) | (bytes[from + 3] as number)
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number
    const y = w[i - 2] as number
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0
  }
  // One by one: taking a typed array apart goes through its iterator, which costs more than the sixty-four rounds.
  const word = (i: number): number => state[i] as number
  let [a, b, c, d] = [word(0), word(1), word(2), word(3)]
  let [e, f, g, h] = [word(4), word(5), word(6), word(7)]
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] as number) + (w[i] as number)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] = word(0) + a
  state[1] = word(1) + b
  state[2] = word(2) + c
  state[3] = word(3) + d
  state[4] = word(4) + e
  state[5] = word(5) + f
  state[6] = word(6) + g
  state[7] = word(7) + h
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex digits of bytes. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += pairs[bytes[i] as number] as string
  return text
}

/** Bytes of hex digits; undefined when the text is anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(i * 2, i * 2 + 2), 16))
}

/** SHA-256 of a text in UTF-8, as hex digits. */
export function sha256Hex(text: string): string {
  return toHex(sha256(utf8(text)))
}
