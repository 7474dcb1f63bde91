import type { ClauseText } from '../../src/kernel/pack.ts'

const clause = (code: string, en: string): ClauseText => ({ code, name: { zh: /^S\d/.test(code) ? code : code.replace(/^([^ ]+)/, '《$1》'), en } })

/** Laws and documents the pack cites, as they are called in both languages. Rows of the requirements name themselves. */
export const clauses: readonly ClauseText[] = [
  clause('海关法 第十四条', 'Customs Law, art. 14'),
  clause('海关法 第二十八条', 'Customs Law, art. 28'),
  clause('进出口商品检验法 第五条', 'Law on Import and Export Commodity Inspection, art. 5'),
  clause('进出境动植物检疫法 第二条', 'Law on the Entry and Exit Animal and Plant Quarantine, art. 2'),
  clause('国境卫生检疫法 第四条', 'Frontier Health and Quarantine Law, art. 4'),
  clause('食品安全法 第九十二条', 'Food Safety Law, art. 92'),
  clause('出境入境边防检查条例 第四条', 'Regulations on Exit and Entry Frontier Inspection, art. 4'),
  clause('海上交通安全法', 'Maritime Traffic Safety Law'),
  clause('船舶载运危险货物安全监督管理规定', 'Provisions on the Safety Supervision of Dangerous Goods Carried by Vessels'),
  clause('S0 四.3', 'S0 part 4, item 3'),
  clause('S0 四.5', 'S0 part 4, item 5'),
  clause('S0 四.11', 'S0 part 4, item 11'),
  clause('S1 四(三)', 'S1 part 4 (3)'),
]
