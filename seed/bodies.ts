/** A third party of the demo. The names are made up. */
interface DemoBody {
  readonly code: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly owner: string
  readonly country: string
  readonly zone?: string
  readonly licence?: { readonly type: string; readonly number: string }
  readonly recognisedBy?: string
  readonly fields: readonly string[]
  readonly scopes: readonly { readonly hs: readonly string[]; readonly tests: readonly string[]; readonly standards: readonly string[]; readonly ports: readonly string[] }[]
}

const scope = (...hs: string[]): DemoBody['scopes'] => [{ hs, tests: [], standards: [], ports: [] }]

/** Bodies of the register at the start of the demonstration; the first is the one the laboratory's sign-in acts for. Their admission is played. */
export const demoBodies: readonly DemoBody[] = [
  { code: 'B-9', name: { zh: '宁波甬测纺织品检测中心', en: 'Ningbo Yongce Textile Testing' }, owner: 'CIQ', country: 'CN', licence: { type: '421', number: 'JC-3302-009' }, fields: [], scopes: scope('50', '51', '52', '53', '54', '55', '60', '61', '62', '63') },
  { code: 'B-2', name: { zh: '北仑散货鉴定有限公司', en: 'Beilun Bulk Cargo Surveyors' }, owner: 'CIQ', country: 'CN', zone: 'NB-FTZ', licence: { type: '421', number: 'JC-3302-002' }, fields: ['bulk'], scopes: scope('26', '27', '10', '12') },
  { code: 'D-1', name: { zh: '汉堡商品检验所', en: 'Hanseatische Warenprüfung Hamburg' }, owner: 'CIQ', country: 'DE', recognisedBy: 'CIQ', fields: [], scopes: scope('61', '62', '84', '85', '87') },
]
