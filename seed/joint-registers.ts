/** Offences and whose power each is, for the demonstration. */
export const demoOffences = [
  { code: 'smuggling', name: { zh: '走私', en: 'Smuggling' }, competent: 'CUS', credit: 'smuggling' },
  { code: 'counterfeit', name: { zh: '侵犯知识产权', en: 'Counterfeit goods' }, competent: 'CUS' },
  { code: 'pests', name: { zh: '携带有害生物', en: 'Pests' }, competent: 'CIQ' },
  { code: 'unsafe-food', name: { zh: '食品安全不合格', en: 'Unsafe food' }, competent: 'CIQ' },
  { code: 'illegal-entry', name: { zh: '偷越国（边）境', en: 'Illegal entry' }, competent: 'BPI' },
  { code: 'undeclared-dangerous-goods', name: { zh: '谎报匿报危险货物', en: 'Undeclared dangerous goods' }, competent: 'MSA', credit: 'false-declaration' },
  { code: 'evading-inspection', name: { zh: '逃避检验检疫', en: 'Evading inspection and quarantine' }, competent: 'CIQ', credit: 'smuggling' },
] as const

/** Who may read what of trade data for what, for the demonstration. */
export const demoEntitlements = [
  { agency: 'CUS', purpose: 'classification', fields: ['codes', 'goods', 'origin', 'quantity', 'value'] },
  { agency: 'CUS', purpose: 'manifest', fields: ['weight', 'containers', 'conveyance', 'transport-document'] },
  { agency: 'CIQ', purpose: 'manifest', fields: ['weight', 'containers', 'conveyance', 'transport-document'] },
  { agency: 'CIQ', purpose: 'quarantine', fields: ['codes', 'goods', 'origin', 'quantity'] },
  { agency: 'BPI', purpose: 'conveyance-check', fields: ['conveyance'] },
  { agency: 'MSA', purpose: 'dangerous-goods', fields: ['goods', 'weight', 'containers', 'conveyance'] },
] as const

/** Classes of laboratory capability and the side that leads, for the demonstration. */
export const demoCapabilityClasses = [
  { code: 'commodity-attribute', name: { zh: '商品属性认定', en: 'Commodity attribute' }, lead: 'CUS' },
  { code: 'quality-safety', name: { zh: '质量安全', en: 'Quality and safety' }, lead: 'CIQ' },
  { code: 'disease', name: { zh: '疫病疫情', en: 'Disease and pests' }, lead: 'CIQ' },
] as const

const accreditation = { number: 'CNAS L0147', validFrom: '2017-01-01', validTo: '2035-12-31' }
const able = (code: string, zh: string, kind: string) => ({ code, name: { zh }, class: kind, accreditation })

/** Laboratories of both sides with what they can do, for the demonstration; names are made up. */
export const demoLaboratories = [
  { code: 'LAB-CIQ-NB', name: { zh: '宁波检验检疫技术中心', en: 'Ningbo inspection laboratory' }, agency: 'CIQ', port: '380101', serves: ['410001'], capabilities: [able('pesticide-residue', '农药残留', 'quality-safety'), able('plant-pests', '植物有害生物', 'disease'), able('heavy-metals', '重金属', 'quality-safety'), able('bse-dna', '动物源性成分', 'disease')] },
  { code: 'LAB-CUS-NB', name: { zh: '宁波海关化验中心', en: 'Ningbo customs laboratory' }, agency: 'CUS', port: '380101', serves: [], capabilities: [able('fibre-content', '纤维成分', 'commodity-attribute'), able('ore-assay', '矿产品成分', 'commodity-attribute')] },
  { code: 'LAB-CIQ-ALS', name: { zh: '阿拉山口检验检疫实验室', en: 'Alashankou inspection laboratory' }, agency: 'CIQ', port: '650302', serves: [], capabilities: [able('plant-pests', '植物有害生物', 'disease'), able('cotton-quality', '棉花品质', 'quality-safety')] },
] as const
