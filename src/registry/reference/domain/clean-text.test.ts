import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'

describe('cleanText', () => {
  test.each([
    ['安阳市龙安区\u3000\u3000\u3000', '安阳市龙安区', ['blank-trimmed']],
    ['三岛\u00a0川三江', '三岛 川三江', ['blank-folded']],
    ['保税物流中心（Ｂ型）', '保税物流中心（B型）', ['full-width-folded']],
    ['出口许可证(加工贸易)\\\\\\', '出口许可证(加工贸易)', ['residue-removed']],
    ['高新技术产业开发区?', '高新技术产业开发区', ['residue-removed']],
    ['-4-（4-氟苯基氨基）\n哌啶', '-4-（4-氟苯基氨基）哌啶', ['line-joined']],
    ['Deer\r\nValley', 'Deer Valley', ['line-joined']],
    ['\ufeffA', 'A', ['blank-trimmed']],
    ['Phoenix ', 'Phoenix', ['blank-trimmed']],
    ['５吨＜总重量≤８吨的货车', '5吨＜总重量≤8吨的货车', ['full-width-folded']],
    ['泸\ufffd州', '泸州', ['control-removed']],
    ['氟醋酸钠；\u00a1¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·剧毒', '氟醋酸钠', ['corrupt-part-removed']],
    ['呋喃；17ĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕ39；氧化膦', '呋喃；氧化膦', ['corrupt-part-removed']],
  ])('%j becomes %j', (raw, text, mended) => {
    expect(cleanText(raw)).toEqual({ text, mended })
  })

  test.each(['C&F', '什么？', '10≤重量<50千克', '包/袋', 'Why?', '（工业）', 'N´,N´-二甲基-N´-苯基', 'āáǎà ōóǒò'])('%j is left alone', (raw) => {
    expect(cleanText(raw)).toEqual({ text: raw, mended: [] })
  })

  test('a cleaned text is clean', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '5', '龙', '（', '）', '?', '\\', '-', ' ', '\n', '\r', '\u3000', '\u00a0', '\u200b', '\ufeff', '\ufffd', '５', 'Ｂ') }), (raw) => {
        const once = cleanText(raw).text
        return cleanText(once).text === once
      }),
    )
  })
})
