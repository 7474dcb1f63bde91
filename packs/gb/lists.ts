import type { Code } from '../../src/kernel/pack.ts'
import { before as validFrom } from './dates.ts'

const list = (lines: readonly (readonly [code: string, zh: string, en: string])[]): readonly Code[] => lines.map(([code, zh, en]) => ({ code, name: { zh, en }, clause: 'SW-02', validFrom }))

/** UN/ECE Recommendation 20. */
export const units = list([['KGM', '千克', 'kilogram'], ['TNE', '吨', 'tonne'], ['NAR', '件', 'article'], ['LTR', '升', 'litre'], ['HEA', '头', 'head']])

export const currencies = list([['GBP', '英镑', 'pound sterling'], ['EUR', '欧元', 'euro'], ['USD', '美元', 'US dollar']])

const zh = new Intl.DisplayNames('zh', { type: 'region' })
const en = new Intl.DisplayNames('en', { type: 'region' })
/** ISO 3166-1 alpha-2 of the port's usual trade; more are added in the register of codes. */
const trading = 'AR AU BD BR CA CH CL CN CO CR DE DK EC EG ES FR GB GH GR IE IL IN IT JP KE KR LK MA MY NL NO NZ PE PK PL PT SE TH TR US VN ZA'
export const countries = list(trading.split(' ').map((code) => [code, zh.of(code) ?? code, en.of(code) ?? code] as const))

export const documentTypes = list([['N853', '兽医卫生证书', 'Common veterinary entry document'], ['N851', '植物检疫证书', 'Phytosanitary certificate']])

export const licenceTypes = list([['L001', '进口许可证', 'Import licence']])

export const attributes = list([['ORG', '有机产品', 'Organic']])
