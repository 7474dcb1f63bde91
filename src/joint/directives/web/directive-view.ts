import type { DirectiveView } from '../directive-view.ts'

export type { DirectiveView, DirectiveView as DirectiveRow }
