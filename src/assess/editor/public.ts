// The front door of the table editor.
export { beginDraft } from './write-draft.ts'
export { editorRoutes } from './routes.ts'
