/** Who recorded the demonstration's events: nobody a visitor can be, so that every officer may decide the appeal. */
export const demoCreditOfficer = { kind: 'person', id: 'seed-credit', name: '信用管理岗', roles: ['officer'], agency: 'CIQ', ports: ['380101'] } as const

/** An event of the demonstration's credit records, by how many days before the first start it happened. */
export interface DemoCreditEvent {
  readonly enterprise: string
  readonly kind: string
  readonly daysAgo: number
  /** Sources that told of it, the first first; each by some days later. */
  readonly sources: readonly string[]
  readonly case?: string
  readonly note?: string
  /** Days after which it became known; 3 when absent. */
  readonly lateBy?: number
}

/** Some years of five enterprises: each ends at the grade it is known by, and each has something to look at. */
export const demoCreditEvents: readonly DemoCreditEvent[] = [
  { enterprise: 'E-AA', kind: 'certified', daysAgo: 1400, sources: ['CUS'], note: '通过高级认证' },
  { enterprise: 'E-AA', kind: 'late-formality', daysAgo: 910, sources: ['CUS'], case: 'CUS-0910', note: '核销手续逾期六日' },
  { enterprise: 'E-AA', kind: 'on-time-compliance', daysAgo: 420, sources: ['CIQ'] },
  { enterprise: 'E-AA', kind: 'on-time-compliance', daysAgo: 55, sources: ['CIQ'] },

  { enterprise: 'E-A', kind: 'late-formality', daysAgo: 1010, sources: ['CIQ'], case: 'CIQ-1010' },
  { enterprise: 'E-A', kind: 'false-declaration', daysAgo: 980, sources: ['CUS', 'COMMERCE'], case: 'CUS-0980', note: '规格型号与实货不符' },
  { enterprise: 'E-A', kind: 'on-time-compliance', daysAgo: 500, sources: ['CIQ'] },
  { enterprise: 'E-A', kind: 'failed-sample', daysAgo: 300, sources: ['CIQ'], case: 'CIQ-0300', note: '制动液检测不合格' },
  { enterprise: 'E-A', kind: 'quality-system', daysAgo: 200, sources: ['QUALITY'] },

  { enterprise: 'E-B', kind: 'false-declaration', daysAgo: 690, sources: ['CIQ', 'CUS'], case: 'case 12', note: '数量申报不实', lateBy: 25 },
  { enterprise: 'E-B', kind: 'quality-system', daysAgo: 260, sources: ['QUALITY'] },
  { enterprise: 'E-B', kind: 'on-time-compliance', daysAgo: 110, sources: ['CIQ'] },
  { enterprise: 'E-B', kind: 'late-formality', daysAgo: 40, sources: ['CIQ'], case: 'CIQ-0040', note: '检疫处理单证逾期提交' },

  { enterprise: 'E-C', kind: 'unpaid-debt', daysAgo: 800, sources: ['BANK'], case: 'BANK-0800' },
  { enterprise: 'E-C', kind: 'failed-sample', daysAgo: 220, sources: ['CIQ', 'MARKET'], case: 'CIQ-0220', note: '玩具增塑剂超标' },
  { enterprise: 'E-C', kind: 'self-report', daysAgo: 90, sources: ['CIQ'] },

  { enterprise: 'E-D', kind: 'failed-sample', daysAgo: 620, sources: ['CIQ'], case: 'CIQ-0620' },
  { enterprise: 'E-D', kind: 'smuggling', daysAgo: 510, sources: ['CUS', 'MARKET'], case: 'CUS-0510', note: '夹藏固体废物' },
]

/** The event E-B appeals against, and why. */
export const demoAppeal = { enterprise: 'E-B', case: 'CIQ-0040', grounds: '单证已在期限内上传，系统回执编号 HZ-2231，逾期系误记。' } as const

/** Partners credit is shared with (RR-13): each sees what its agreement says. */
export const demoPartners = [
  { code: 'BANK', name: { zh: '港城银行', en: 'Harbour City Bank' }, kind: 'finance', party: 'enterprise:PARTNER-BANK', sees: ['grade'], reports: ['unpaid-debt'], agreement: '信用共享协议 2016-03' },
  { code: 'CUSTOMS', name: { zh: '直属海关企业管理处', en: 'Regional customs, enterprise management' }, kind: 'customs', party: 'enterprise:PARTNER-CUSTOMS', sees: ['grade', 'reasons'], reports: ['smuggling', 'certified', 'revocation'], agreement: '信用共享协议 2016-01' },
  { code: 'COMMERCE', name: { zh: '商务局', en: 'Bureau of commerce' }, kind: 'commerce', party: 'enterprise:PARTNER-COMMERCE', sees: ['grade', 'reasons'], reports: ['false-declaration'], agreement: '信用共享协议 2016-02' },
  { code: 'MARKET', name: { zh: '市场监督管理局', en: 'Market supervision' }, kind: 'market-supervision', party: 'enterprise:PARTNER-MARKET', sees: ['grade', 'reasons', 'events'], reports: ['failed-sample', 'smuggling'], agreement: '信用共享协议 2016-04' },
  { code: 'QUALITY', name: { zh: '质量技术监督局', en: 'Quality supervision' }, kind: 'quality', party: 'enterprise:PARTNER-QUALITY', sees: ['grade', 'reasons', 'events'], reports: ['quality-system', 'failed-sample'], agreement: '信用共享协议 2016-05' },
] as const
