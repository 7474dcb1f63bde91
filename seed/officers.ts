import { demoSites } from './sites.ts'

/** An inspector of the demonstration, as the register of officers has it. */
export interface DemoOfficer {
  readonly id: string
  readonly name: string
  readonly agency: string
  readonly port: string
  readonly skills: readonly string[]
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎']
const given = ['海波', '建军', '晓燕', '志远', '丽娜', '国强', '雪梅', '文博', '俊杰', '静怡', '立新', '永红', '佳琪', '振华', '秀英', '天宇', '若兰', '卫东', '明辉', '春晓']

const skillsOf: Readonly<Record<string, readonly string[]>> = {
  CUS: ['open', 'scan', 'weigh', 'radiation', 'tariff', 'documents'],
  CIQ: ['open', 'quarantine', 'treatment', 'radiation', 'sample', 'plant', 'food', 'documents'],
  BPI: ['board', 'scan', 'documents'],
  MSA: ['board', 'documents'],
}
const strengths: Readonly<Record<string, number>> = { CUS: 8, CIQ: 8, BPI: 4, MSA: 3 }

/** Inspectors of a port: `380101-CUS-03` and the like, each with a name that does not change. */
export const officers: readonly DemoOfficer[] = [...new Set(demoSites.map(({ port }) => port))].flatMap((port, place) =>
  Object.entries(strengths)
    .filter(([agency]) => agency !== 'MSA' || port === '380101')
    .flatMap(([agency, strength], side) =>
      Array.from({ length: strength }, (_, n) => {
        const at = place * 24 + side * 7 + n
        return { id: `${port}-${agency}-${String(n + 1).padStart(2, '0')}`, name: `${surnames[(at * 7) % surnames.length] ?? '王'}${given[(at * 3) % given.length] ?? '海波'}`, agency, port, skills: skillsOf[agency] ?? [] }
      }),
    ),
)

/** Two officers of an agency at a port, another pair for another `turn`. */
export function crewOf(port: string, agency: string, turn: number): string[] {
  const all = officers.filter((officer) => officer.port === port && officer.agency === agency)
  return [all[turn % all.length]?.id].filter((id) => id !== undefined)
}
