import { useQueryClient } from '@tanstack/react-query'
import { Button, Modal, Upload } from 'antd'
import { useState } from 'react'
import { sendRaw } from '../../../web/api/client.ts'
import { asProblem, type ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import type { ImportReport } from './register-views.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A sheet comes in: first what it would do, then, if that is what was meant, done; all rows or none. */
export function SheetImport({ register }: { readonly register: string }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const [file, setFile] = useState<File | undefined>(undefined)
  const [report, setReport] = useState<ImportReport | undefined>(undefined)
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [busy, setBusy] = useState(false)
  const run = async (sheet: File, dryRun: boolean): Promise<void> => {
    setBusy(true)
    setEntries([])
    try {
      const response = await sendRaw(`/registers/${register}/sheet?dryRun=${String(dryRun)}`, sheet, { 'content-type': sheet.name.toLowerCase().endsWith('.xlsx') ? xlsx : 'text/csv' })
      setReport((await response.json()) as ImportReport)
      if (!dryRun) await client.invalidateQueries({ queryKey: ['register', register] })
    } catch (error) {
      setReport(undefined)
      setEntries(asProblem(error).spoken())
    } finally {
      setBusy(false)
    }
  }
  const choose = (sheet: File): void => {
    setFile(sheet)
    void run(sheet, true)
  }
  return (
    <>
      <Upload
        accept=".csv,.xlsx"
        showUploadList={false}
        beforeUpload={(sheet) => {
          choose(sheet)
          return false
        }}
      >
        <Button>{t('registers.import')}</Button>
      </Upload>
      <Modal
        open={file !== undefined}
        title={file?.name}
        onCancel={() => setFile(undefined)}
        okText={t('registers.importGo')}
        cancelText={t('common.cancel')}
        confirmLoading={busy}
        okButtonProps={{ disabled: report?.dryRun !== true }}
        onOk={() => (file === undefined ? undefined : void run(file, false))}
      >
        <ErrorSummary entries={entries} />
        {report === undefined ? null : <p role="status">{t(report.dryRun ? 'registers.would' : 'registers.did', { added: report.added, changed: report.changed, unchanged: report.unchanged })}</p>}
      </Modal>
    </>
  )
}
