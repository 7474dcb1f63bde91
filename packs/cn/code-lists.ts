import type { Code } from '../../src/kernel/pack.ts'
import { beforeReform as validFrom } from './dates.ts'

const clause = 'SW-02'

type Line = readonly [code: string, zh: string, en: string, aliases?: readonly string[]]

const list = (lines: readonly Line[]): readonly Code[] =>
  lines.map(([code, zh, en, aliases]) => ({ code, name: { zh, en }, clause, validFrom, ...(aliases === undefined ? {} : { aliases }) }))

/** UN/ECE Recommendation 20; the aliases are the codes of the customs unit list. */
export const units = list([
  ['KGM', '千克', 'kilogram', ['035']],
  ['GRM', '克', 'gram', ['036']],
  ['TNE', '吨', 'tonne', ['070']],
  ['CTM', '克拉', 'carat', ['084']],
  ['LTR', '升', 'litre', ['095']],
  ['MLT', '毫升', 'millilitre', ['096']],
  ['MTR', '米', 'metre', ['030']],
  ['MTK', '平方米', 'square metre', ['032']],
  ['MTQ', '立方米', 'cubic metre', ['033']],
  ['NAR', '件', 'article', ['011']],
  ['C62', '台、辆、个、只', 'one', ['001', '003', '007', '008']],
  ['H87', '片、块、支', 'piece', ['020', '017', '012']],
  ['NPR', '双', 'pair', ['025', '026']],
  ['SET', '套', 'set', ['006']],
  ['DZN', '打', 'dozen', ['127']],
  ['HEA', '头', 'head', ['009']],
  ['XBX', '箱、盒', 'box', ['120', '140']],
  ['XBG', '包、袋', 'bag', ['125', '136']],
  ['XBO', '瓶', 'bottle', ['142']],
  ['XDR', '桶', 'drum', ['123']],
  ['KWH', '千瓦时', 'kilowatt hour', ['062']],
])

export const currencies = list([
  ['CNY', '人民币', 'renminbi'],
  ['USD', '美元', 'US dollar'],
  ['EUR', '欧元', 'euro'],
  ['GBP', '英镑', 'pound sterling'],
  ['JPY', '日本元', 'yen'],
  ['KRW', '韩国元', 'won'],
  ['HKD', '港币', 'Hong Kong dollar'],
  ['TWD', '新台币', 'New Taiwan dollar'],
  ['MOP', '澳门元', 'pataca'],
  ['SGD', '新加坡元', 'Singapore dollar'],
  ['MYR', '马来西亚林吉特', 'ringgit'],
  ['THB', '泰国铢', 'baht'],
  ['IDR', '印度尼西亚卢比', 'rupiah'],
  ['PHP', '菲律宾比索', 'Philippine peso'],
  ['AUD', '澳大利亚元', 'Australian dollar'],
  ['NZD', '新西兰元', 'New Zealand dollar'],
  ['CAD', '加拿大元', 'Canadian dollar'],
  ['CHF', '瑞士法郎', 'Swiss franc'],
  ['DKK', '丹麦克朗', 'Danish krone'],
  ['NOK', '挪威克朗', 'Norwegian krone'],
  ['SEK', '瑞典克朗', 'Swedish krona'],
  ['RUB', '俄罗斯卢布', 'rouble'],
  ['KZT', '哈萨克斯坦坚戈', 'tenge'],
])

/** Documents that go with a consignment (随附单证). */
export const documentTypes = list([
  ['101001', '合同', 'Contract'],
  ['101002', '发票', 'Invoice'],
  ['101004', '装箱单', 'Packing list'],
  ['101005', '提单/运单', 'Transport document'],
  ['101006', '兽医(卫生)证书', 'Veterinary (health) certificate'],
  ['101007', '植物检疫证书', 'Phytosanitary certificate'],
  ['101008', '动物检疫证书', 'Animal health certificate'],
  ['101009', '卫生证书', 'Sanitary certificate'],
  ['101010', '原产地证书', 'Certificate of origin'],
  ['101011', '其他相关许可/审批文件', 'Other permit or approval'],
  ['101018', '装运前检验证书', 'Pre-shipment inspection certificate'],
  ['101030', '进境动植物检疫许可证', 'Animal and plant quarantine permit'],
  ['101035', '强制性产品认证证书', 'CCC certificate'],
  ['101038', '出入境特殊物品卫生检疫审批单', 'Special-article approval'],
  ['101040', '其他单据', 'Other document'],
  ['101041', '合格保证', 'Declaration of conformity'],
  ['inspection-report', '检验报告', 'Inspection report'],
])

/** Licences goods are written off against (许可证类别). */
export const licenceTypes = list([
  ['203', '出入境特殊物品卫生检疫审批', 'Special-article health quarantine approval'],
  ['325', '进境动植物检疫许可证', 'Animal and plant quarantine import permit'],
  ['401', '进出口商品免验', 'Commodity inspection exemption'],
  ['402', '进口旧机电产品备案', 'Used machinery filing'],
  ['410', '免予办理强制性产品认证证明', 'CCC exemption'],
  ['411', '强制性产品认证(CCC认证)证书', 'CCC certificate'],
  ['421', '进出口商品检验鉴定机构许可', 'Inspection body licence'],
  ['422', '进口废物原料装运前检验证书', 'Waste raw material pre-shipment inspection certificate'],
  ['423', '进境旧机电境外预检验证书', 'Used machinery pre-inspection certificate'],
  ['519', '进口食品境外生产企业注册', 'Overseas food producer registration'],
  ['607', '限制类环保证书', 'Restricted waste environmental certificate'],
  ['610', '机动车进口许可证', 'Motor vehicle import licence'],
])

/** Attributes of goods (货物属性). Grades 25–28 are of special articles, not of credit. */
export const attributes = list([
  ['11', '3C目录内', 'In the CCC catalogue'],
  ['12', '3C目录外', 'Outside the CCC catalogue'],
  ['13', '无需办理3C认证', 'CCC not needed'],
  ['14', '预包装', 'Prepacked'],
  ['15', '非预包装', 'Not prepacked'],
  ['16', '转基因产品', 'Genetically modified'],
  ['17', '非转基因产品', 'Not genetically modified'],
  ['18', '首次进出口', 'First import or export'],
  ['19', '正常', 'Normal'],
  ['20', '废品', 'Waste'],
  ['21', '旧品', 'Used'],
  ['22', '成套设备', 'Complete plant'],
  ['23', '带皮木材/板材', 'Wood with bark'],
  ['24', '不带皮木材/板材', 'Wood without bark'],
  ['25', 'A级特殊物品', 'Special article, grade A'],
  ['26', 'B级特殊物品', 'Special article, grade B'],
  ['27', 'C级特殊物品', 'Special article, grade C'],
  ['28', 'D级特殊物品', 'Special article, grade D'],
  ['29', 'V/W非特殊物品', 'V/W, not a special article'],
  ['30', '市场采购', 'Market procurement'],
  ['repair', '入境维修/再制造料件', 'Inbound repair or remanufacturing part'],
  ['display', '保税展示交易', 'On bonded display'],
  ['zone', '自贸试验区内自用', 'Used inside a free-trade zone'],
  ['pilot', '国检试验区试点', 'Part of a trial-area pilot'],
])
