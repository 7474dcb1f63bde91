import { z } from 'zod'
import type { AnyRegister } from './define-register.ts'
import { columnsOf, type Column } from './domain/sheet.ts'

/** Columns of a register's sheet, in the order of its form. */
export function sheetColumns(register: AnyRegister): Column[] {
  return columnsOf(z.toJSONSchema(register.schema, { io: 'input' }) as Parameters<typeof columnsOf>[0])
}
