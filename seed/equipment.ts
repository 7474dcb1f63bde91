import type { Bilingual } from '../src/kernel/refusal.ts'

/** Equipment of the demonstration that agencies share. */
export const demoEquipment: readonly { readonly code: string; readonly name: Bilingual; readonly port: string; readonly site: string; readonly kind: 'large-scanner' | 'weighbridge' | 'radiation-detector' | 'reefer-platform' | 'fumigation' | 'laboratory'; readonly owner: string; readonly capacity: number }[] = [
  { code: 'WB-1', name: { zh: '一号电子地磅', en: 'Weighbridge 1' }, port: '380101', site: 'BL-P1', kind: 'weighbridge', owner: 'CUS', capacity: 1 },
  { code: 'WB-2', name: { zh: '二号电子地磅', en: 'Weighbridge 2' }, port: '380101', site: 'BL-P2', kind: 'weighbridge', owner: 'CIQ', capacity: 1 },
  { code: 'SC-1', name: { zh: '大型集装箱检查设备', en: 'Container scanner' }, port: '380101', site: 'BL-P1', kind: 'large-scanner', owner: 'CUS', capacity: 2 },
  { code: 'RD-3', name: { zh: '门式辐射探测仪', en: 'Radiation portal' }, port: '380101', site: 'BL-P1', kind: 'radiation-detector', owner: 'CIQ', capacity: 4 },
  { code: 'RF-1', name: { zh: '冷藏查验月台', en: 'Reefer platform' }, port: '380101', site: 'BL-COLD', kind: 'reefer-platform', owner: 'CIQ', capacity: 2 },
  { code: 'FM-1', name: { zh: '熏蒸处理区', en: 'Fumigation area' }, port: '380101', site: 'BL-P2', kind: 'fumigation', owner: 'CIQ', capacity: 3 },
  { code: 'LAB-NB', name: { zh: '宁波检验检疫实验室', en: 'Ningbo laboratory' }, port: '380101', site: 'BL-P2', kind: 'laboratory', owner: 'CIQ', capacity: 10 },
  { code: 'SC-R1', name: { zh: '列车扫描通道', en: 'Train scanner' }, port: '650302', site: 'ALS-R1', kind: 'large-scanner', owner: 'CUS', capacity: 1 },
  { code: 'RD-R1', name: { zh: '铁路辐射监测门', en: 'Rail radiation portal' }, port: '650302', site: 'ALS-R1', kind: 'radiation-detector', owner: 'CIQ', capacity: 1 },
  { code: 'WB-R1', name: { zh: '轨道衡', en: 'Rail weighbridge' }, port: '650302', site: 'ALS-R1', kind: 'weighbridge', owner: 'CUS', capacity: 1 },
  { code: 'SC-Z1', name: { zh: '郑州集装箱检查设备', en: 'Zhengzhou scanner' }, port: '410001', site: 'ZZ-HUB', kind: 'large-scanner', owner: 'CUS', capacity: 1 },
]
