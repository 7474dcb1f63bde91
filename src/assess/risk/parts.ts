import type { DirectiveDesk } from '../../joint/desk/public.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { AnyCaseKind } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import type { Rules } from '../rules.ts'

/** What the risk centre is made from besides the database. */
export interface RiskParts {
  readonly law: () => Pack
  readonly rules: Rules
  readonly cache: RegisterCache
  /** Where directives on what is under way go in. */
  readonly desk: DirectiveDesk
  /** Recall assessments, for what was let go before a hold rule. */
  readonly recalls: AnyCaseKind
}
