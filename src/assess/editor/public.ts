// The front door of the table editor.
export { editorRoutes, type EditorParts } from './routes.ts'
