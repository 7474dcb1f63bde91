import type { DocumentRequirement } from '../../src/kernel/pack.ts'
import { begins, is, not, oneOf } from './cells.ts'
import { beforeReform as validFrom } from './dates.ts'
import { meatHeadings, specialArticleGrades, wasteHeadings } from './goods.ts'

const entering = is('import')

// Only what the rule for the goods needs (PP-02): where nothing is listed, nothing is asked for.
export const documentRequirements: readonly DocumentRequirement[] = [
  {
    id: 'CUS-UNIT',
    agency: 'CUS',
    when: {},
    needs: { kind: 'statutory-unit' },
    name: { zh: '法定计量单位', en: 'Statutory unit' },
    clause: 'SW-02',
    validFrom,
  },
  {
    id: 'CIQ-ANIMAL-HEALTH',
    agency: 'CIQ',
    when: { direction: entering, hs: begins(...meatHeadings) },
    needs: { kind: 'document', types: ['101006', '101008'] },
    name: { zh: '输出国家或地区官方兽医(卫生)证书或动物检疫证书', en: 'Official veterinary or animal health certificate of the country of origin' },
    clause: 'SW-02',
    validFrom,
  },
  {
    id: 'CIQ-ANIMAL-PERMIT',
    agency: 'CIQ',
    when: { direction: entering, hs: begins(...meatHeadings) },
    needs: { kind: 'licence', types: ['325'] },
    name: { zh: '进境动植物检疫许可证', en: 'Animal and plant quarantine import permit' },
    clause: 'PP-06',
    validFrom,
  },
  {
    id: 'CIQ-PHYTOSANITARY',
    agency: 'CIQ',
    when: { direction: entering, hs: begins('4403') },
    needs: { kind: 'document', types: ['101007'] },
    name: { zh: '输出国家或地区官方植物检疫证书', en: 'Official phytosanitary certificate of the country of origin' },
    clause: 'SW-02',
    validFrom,
  },
  {
    id: 'CIQ-SPECIAL-ARTICLE',
    agency: 'CIQ',
    when: { direction: oneOf('import', 'export'), categories: oneOf('V', 'W'), attributes: not(is(specialArticleGrades.notSpecial)) },
    needs: { kind: 'licence', types: ['203'] },
    name: { zh: '出入境特殊物品卫生检疫审批', en: 'Special-article health quarantine approval' },
    clause: 'PP-07',
    validFrom,
  },
  {
    id: 'CIQ-CCC',
    agency: 'CIQ',
    when: { direction: entering, hs: begins('8703') },
    needs: { kind: 'licence', types: ['410', '411'] },
    name: { zh: '强制性产品认证证书或免予办理证明', en: 'CCC certificate or exemption' },
    clause: 'PP-12',
    validFrom,
  },
  {
    id: 'CIQ-WASTE-PSI',
    agency: 'CIQ',
    when: { direction: entering, hs: begins(...wasteHeadings) },
    needs: { kind: 'licence', types: ['422'] },
    name: { zh: '进口废物原料装运前检验证书', en: 'Waste raw material pre-shipment inspection certificate' },
    clause: 'RR-22',
    validFrom,
  },
]
