import type { CreditLaw } from '../../src/kernel/credit-law.ts'
import { before as validFrom } from './dates.ts'

/** Trader credit as the authorities of the port keep it: three grades, fewer kinds, other numbers. */
export const credit: CreditLaw = {
  timeZone: 'Europe/London',
  kinds: [
    { code: 'granted', name: { zh: '主管部门评定等级', en: 'Grade granted by the authority' }, effect: 'grant', points: 0, clause: 'RR-11', validFrom },
    { code: 'aeo', name: { zh: '授权经济经营者', en: 'Authorised economic operator' }, effect: 'good', points: 20, opens: 'trusted', clause: 'RR-12', validFrom,
      remedy: { zh: '申请成为授权经济经营者', en: 'Apply to become an authorised economic operator' } },
    { code: 'failed-sample', name: { zh: '抽样检验不合格', en: 'Sample failed in the laboratory' }, effect: 'bad', points: -20, lasts: 365, clause: 'RR-05', validFrom },
    { code: 'refused-goods', name: { zh: '货物被拒绝', en: 'Goods refused by an authority' }, effect: 'bad', points: -15, lasts: 365, clause: 'RR-10', validFrom },
    { code: 'false-declaration', name: { zh: '申报不实', en: 'False declaration' }, effect: 'bad', points: -40, lasts: 730, ceiling: 'standard', clause: 'RR-10', validFrom },
    { code: 'aeo-revoked', name: { zh: '撤销授权', en: 'Authorisation revoked' }, effect: 'bad', points: -10, lasts: 365, ends: ['aeo', 'granted'], clause: 'RR-12', validFrom },
  ],
  scales: [
    {
      version: 1, start: 60, most: 100, clause: 'RR-11', validFrom,
      steps: [{ grade: 'trusted', from: 80, certified: true }, { grade: 'standard', from: 40 }, { grade: 'watched', from: 0 }],
      opening: { trusted: 85, standard: 60, watched: 20 },
    },
  ],
  measures: [
    { code: 'served-first', grades: ['trusted'], effect: 'benefit', priority: 1, name: { zh: '优先办理', en: 'Served first' }, clause: 'RR-12', validFrom },
    { code: 'no-release-on-acceptance', grades: ['watched'], effect: 'burden', name: { zh: '不适用接受放行', en: 'No release on acceptance' }, clause: 'RR-12', validFrom },
  ],
  automatic: { granted: 'granted', failedSample: 'failed-sample', refusedGoods: 'refused-goods', falseDeclaration: 'false-declaration', falseDeclarationChecks: [] },
}
