import type { Bilingual } from '../src/kernel/refusal.ts'

/** A supervised site of the demonstration; names are made up. */
export interface DemoSite {
  readonly code: string
  readonly name: Bilingual
  readonly port: '380101' | '650302' | '410001'
  readonly kind: 'yard' | 'terminal' | 'cold-store' | 'rail-yard' | 'platform' | 'berth' | 'post-hall' | 'passenger-hall'
  /** Inspections at the same time. */
  readonly platforms: number
  /** Whether a visitor may sign in as its operator. */
  readonly operated: boolean
}

/** The sites of the demonstration. */
export const demoSites: readonly DemoSite[] = [
  { code: 'BL-P1', name: { zh: '北仑港区一号查验平台', en: 'Beilun platform 1' }, port: '380101', kind: 'platform', platforms: 4, operated: true },
  { code: 'BL-P2', name: { zh: '北仑港区二号查验平台', en: 'Beilun platform 2' }, port: '380101', kind: 'platform', platforms: 3, operated: false },
  { code: 'BL-COLD', name: { zh: '北仑冷链查验库', en: 'Beilun cold store' }, port: '380101', kind: 'cold-store', platforms: 2, operated: false },
  { code: 'ALS-R1', name: { zh: '阿拉山口换装场', en: 'Alashankou transhipment yard' }, port: '650302', kind: 'rail-yard', platforms: 4, operated: true },
  { code: 'ZZ-HUB', name: { zh: '郑州圃田监管场', en: 'Zhengzhou Putian yard' }, port: '410001', kind: 'yard', platforms: 3, operated: true },
  { code: 'BL-PAX', name: { zh: '北仑邮轮旅检大厅', en: 'Beilun passenger hall' }, port: '380101', kind: 'passenger-hall', platforms: 3, operated: false },
  { code: 'BL-POST', name: { zh: '北仑国际邮件查验线', en: 'Beilun parcel line' }, port: '380101', kind: 'post-hall', platforms: 2, operated: false },
  { code: 'ALS-LANE', name: { zh: '阿拉山口公路查验通道', en: 'Alashankou road lane' }, port: '650302', kind: 'terminal', platforms: 2, operated: false },
  { code: 'ZZ-AIR', name: { zh: '郑州机场货机坪', en: 'Zhengzhou airport apron' }, port: '410001', kind: 'terminal', platforms: 2, operated: false },
]
