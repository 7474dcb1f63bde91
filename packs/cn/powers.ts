import type { ObjectKind, Power } from '../../src/kernel/pack.ts'
import { beforeReform as validFrom } from './dates.ts'

// What each law is about: goods wherever they lie, or means of transport. Quarantine and health law reach both, as does the border check of what a conveyance carries.
const goods: readonly ObjectKind[] = ['consignment', 'item', 'container', 'lot', 'parcel', 'bag', 'wagon', 'vehicle']
const conveyances: readonly ObjectKind[] = ['vessel', 'train', 'wagon', 'vehicle', 'aircraft']

// The power list (权力清单, GV-07). The clause is the law each power rests on.
export const powers: readonly Power[] = [
  {
    code: 'CUS-GOODS', agency: 'CUS', methods: ['documents', 'open', 'weigh', 'scan', 'sample', 'seal', 'radiation'], objectKinds: goods,
    name: { zh: '进出境货物查验', en: 'Examination of goods' }, clause: '海关法 第二十八条', validFrom,
  },
  {
    code: 'CUS-CONVEYANCE', agency: 'CUS', methods: ['documents', 'board', 'scan', 'seal', 'radiation'], objectKinds: conveyances,
    name: { zh: '运输工具监管', en: 'Control of conveyances' }, clause: '海关法 第十四条', validFrom,
  },
  {
    code: 'CIQ-COMMODITY', agency: 'CIQ', methods: ['documents', 'open', 'sample', 'weigh'], objectKinds: goods, name: { zh: '进出口商品检验', en: 'Commodity inspection' },
    clause: '进出口商品检验法 第五条', validFrom,
  },
  {
    code: 'CIQ-QUARANTINE', agency: 'CIQ', methods: ['documents', 'open', 'quarantine', 'treatment', 'sample', 'seal'],
    name: { zh: '动植物检疫', en: 'Animal and plant quarantine' }, clause: '进出境动植物检疫法 第二条', validFrom,
  },
  {
    code: 'CIQ-HEALTH', agency: 'CIQ', methods: ['documents', 'open', 'quarantine', 'treatment', 'sample', 'radiation', 'board'],
    name: { zh: '卫生检疫', en: 'Health quarantine' }, clause: '国境卫生检疫法 第四条', validFrom,
  },
  {
    code: 'CIQ-FOOD', agency: 'CIQ', methods: ['documents', 'open', 'sample'], objectKinds: goods, name: { zh: '进口食品安全监督', en: 'Control of imported food' },
    clause: '食品安全法 第九十二条', validFrom,
  },
  {
    code: 'BPI-CONVEYANCE', agency: 'BPI', methods: ['documents', 'board', 'open', 'scan'],
    name: { zh: '交通运输工具边防检查', en: 'Border check of conveyances' }, clause: '出境入境边防检查条例 第四条', validFrom,
  },
  {
    code: 'MSA-VESSEL', agency: 'MSA', methods: ['documents', 'board'], objectKinds: ['vessel'], name: { zh: '船舶安全监督', en: 'Safety supervision of vessels' },
    clause: '海上交通安全法', validFrom,
  },
  {
    code: 'MSA-DANGEROUS', agency: 'MSA', methods: ['documents', 'open', 'weigh'], name: { zh: '船载危险货物监督', en: 'Control of dangerous goods aboard' },
    clause: '船舶载运危险货物安全监督管理规定', validFrom,
  },
]
