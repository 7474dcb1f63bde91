import type { Port } from '../../src/kernel/pack.ts'
import { beforeReform as validFrom } from './dates.ts'

const timeZone = 'Asia/Shanghai'

export const ports: readonly Port[] = [
  { code: '380101', name: { zh: '宁波北仑港', en: 'Ningbo Beilun' }, kind: 'sea', timeZone, office: '3104', clause: 'JI-05', validFrom },
  { code: '650302', name: { zh: '阿拉山口铁路', en: 'Alashankou Rail' }, kind: 'rail', timeZone, office: '9404', clause: 'RC-10', validFrom },
  { code: '650501', name: { zh: '霍尔果斯', en: 'Horgos' }, kind: 'rail', timeZone, office: '9402', clause: 'RC-10', validFrom },
  { code: '150102', name: { zh: '满洲里铁路', en: 'Manzhouli Rail' }, kind: 'rail', timeZone, office: '0609', clause: 'RC-10', validFrom },
  { code: '150201', name: { zh: '二连浩特铁路', en: 'Erenhot Rail' }, kind: 'rail', timeZone, office: '0702', clause: 'RC-10', validFrom },
  { code: '410001', name: { zh: '郑州', en: 'Zhengzhou' }, kind: 'inland', timeZone, office: '4601', clause: 'RC-05', validFrom },
  { code: '500001', name: { zh: '重庆', en: 'Chongqing' }, kind: 'inland', timeZone, office: '8001', clause: 'RC-07', validFrom },
]
