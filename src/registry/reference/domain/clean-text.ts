/**
 * What was done to a text so that it can be stored and compared. The name of the rule goes into the report of an import,
 * so that the owner of the source can be told what to repair.
 */
export type TextMend =
  | 'corrupt-part-removed'
  | 'blank-trimmed'
  | 'blank-folded'
  | 'line-joined'
  | 'full-width-folded'
  | 'control-removed'
  | 'residue-removed'

/** A text fit to store, and the rules that had to change it (empty when it was clean). */
export interface CleanText {
  readonly text: string
  readonly mended: readonly TextMend[]
}

// U+3000 is the blank of Chinese input methods, U+00A0 of web pages, U+FEFF and U+200B of copied cells.
const foreignBlank = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+/g
const chinese = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/
// C0 except tab and line feed, C1, and what a failed decoding leaves.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd-\uffff]/g
// Letters and digits only: full-width punctuation is correct Chinese and stays.
const fullWidth = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g

/**
 * Cleans one text of a code list: byte-order marks, foreign blanks, broken lines, full-width letters and digits, and what a failed
 * export left at the end (`\\\`, a lone `?` after a Chinese character). A part between semicolons in which a document reader printed its
 * character set instead of the text is taken out whole: what is missing in the middle is never guessed.
 */
export function cleanText(raw: string): CleanText {
  const mended = new Set<TextMend>()
  const apply = (text: string, rule: TextMend, change: (text: string) => string): string => {
    const changed = change(text)
    if (changed !== text) mended.add(rule)
    return changed
  }
  let text = apply(raw, 'corrupt-part-removed', withoutFontDump)
  text = apply(text, 'control-removed', (t) => t.replace(control, ''))
  text = apply(text, 'line-joined', joinLines)
  text = apply(text, 'blank-trimmed', (t) => t.replace(/^[\s\u200b\u2060]+|[\s\u200b\u2060]+$/g, ''))
  text = apply(text, 'blank-folded', (t) => t.replace(foreignBlank, ' ').replace(/[ \t]{2,}/g, ' '))
  text = apply(text, 'full-width-folded', (t) => t.replace(fullWidth, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0)))
  text = apply(text, 'residue-removed', (t) => t.replace(/[\\\s]*\\\s*$/, '').replace(/(?<=[\u2e80-\u9fff）])\?+$/, ''))
  return { text, mended: [...mended] }
}

// A font printed in the order of its characters; no name in any language has so many neighbours of the alphabet in a row.
const longestHonestRun = 16

function withoutFontDump(text: string): string {
  if (!hasFontDump(text)) return text
  return text.split(/(?<=[；;])/).filter((part) => !hasFontDump(part)).join('').replace(/[；;]\s*$/, '')
}

function hasFontDump(text: string): boolean {
  let run = 0
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1)
    run = step >= 1 && step <= 3 && text.charCodeAt(i) > 0x7e ? run + 1 : 0
    if (run >= longestHonestRun) return true
  }
  return false
}

/** Puts the lines of a wrapped table cell together again: without a blank between Chinese characters, with one elsewhere. */
function joinLines(text: string): string {
  if (!/[\r\n]/.test(text)) return text
  const lines = text.split(/\s*[\r\n]+\s*/).filter((line) => line !== '')
  let joined = lines[0] ?? ''
  for (const line of lines.slice(1)) {
    const tight = chinese.test(joined.slice(-1)) || chinese.test(line.slice(0, 1)) || joined.endsWith('-')
    joined += (tight ? '' : ' ') + line
  }
  return joined
}
