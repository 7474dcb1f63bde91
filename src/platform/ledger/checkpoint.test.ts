import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freshSigner } from '../../../tests/support/ledger.ts'
import { fromEpoch, instant } from '../../kernel/instant.ts'
import { checkpointText, noteText, parseNote, parseNotes, parseVerifier, signedBy, verifierOf, verifierText, type Checkpoint } from './checkpoint.ts'

const signer = freshSigner()
const checkpoint: Checkpoint = { port: '380101', size: 700, root: Buffer.alloc(32, 7), sealedAt: instant('2026-03-01T08:00:00.250Z') }
const signed = (of: Checkpoint): string => noteText(of, { ...signer, signature: signer.sign(checkpointText(of)) })

const anyCheckpoint = fc.record({
  port: fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...'0123456789abcXYZ-口岸 ') }),
  size: fc.integer({ min: 1, max: 10 ** 12 }),
  root: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
  sealedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }).map(fromEpoch),
})

describe('a signed note', () => {
  test('has the form of C2SP checkpoints', () => {
    expect(signed(checkpoint)).toMatch(/^lianjian\/380101\n700\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\ntime 2026-03-01T08:00:00\.250Z\n\n— lianjian [A-Za-z0-9+/]{90,92}={0,2}\n$/)
  })

  test('is read back as it was, and its signature is the signer\'s', async () => {
    await fc.assert(
      fc.asyncProperty(anyCheckpoint, async (of) => {
        const note = parseNote(signed(of))
        expect(note?.checkpoint).toEqual(of)
        expect(await signedBy(signer, note?.text ?? '', note?.signatures[0]?.signature ?? Buffer.alloc(0))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('any changed byte of what is signed is noticed', async () => {
    const note = signed(checkpoint)
    const body = checkpointText(checkpoint)
    for (let i = 0; i < body.length; i++) {
      const changed = parseNote(note.slice(0, i) + (note[i] === '9' ? '8' : '9') + note.slice(i + 1))
      const accepted = changed !== undefined && (await signedBy(signer, changed.text, changed.signatures[0]?.signature ?? Buffer.alloc(0)))
      expect(accepted, `byte ${i}`).toBe(false)
    }
  })

  test('several notes in a file are all read; a file with anything broken is not read at all', () => {
    const notes = [checkpoint, { ...checkpoint, port: '650302' }].map(signed)
    expect(parseNotes(notes.join(''))?.map((note) => note.checkpoint.port)).toEqual(['380101', '650302'])
    expect(parseNotes(notes.join('\n'))?.length).toBe(2)
    expect(parseNotes(`${notes[0]}${notes[1]?.replace('700', '7o0')}`)).toBeUndefined()
    expect(parseNotes(`${notes[0]}${notes[1]?.split('—')[0]}`)).toBeUndefined()
    expect(parseNotes('')).toBeUndefined()
  })
})

describe('a public key as text', () => {
  test('is read back; one with another hash is not', () => {
    const text = verifierText(signer)
    expect(parseVerifier(text)).toEqual({ name: 'lianjian', keyId: signer.keyId, publicKey: signer.publicKey })
    expect(parseVerifier(text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toBeUndefined()
    expect(parseVerifier('nonsense')).toBeUndefined()
  })

  test('the key of the example of C2SP signed notes has its published hash', () => {
    const example = parseVerifier('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    expect(example?.name).toBe('PeterNeumann')
    expect(verifierOf('PeterNeumann', example?.publicKey ?? Buffer.alloc(32)).keyId.toString('hex')).toBe('c74f20a3')
  })
})
