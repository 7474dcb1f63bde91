import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { CodeInput, WallClockInput } from '../../../web/kit/field.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useOptions, useReference } from '../../../web/reference/reference.ts'
import { kinds } from './conveyance-words.tsx'
import { manifestOf } from './manifest-lines.ts'
import '../../declarations/web/declare.css'

interface Values {
  readonly port: string
  readonly kind: (typeof kinds)[number]
  readonly ref?: string
  readonly voyage?: string
  readonly movement: 'arrival' | 'departure'
  readonly at?: string
  readonly from?: string
  readonly to?: string
  readonly manifest?: string
}

/** The field of the form a pointer of the server's answer leads to. */
function fieldOf(pointer: string): keyof Values {
  const [, first = ''] = pointer.split('/')
  if (first === 'containers') return 'manifest'
  return first === 'arrival' || first === 'departure' ? 'at' : (first as keyof Values)
}

/** Reports that a conveyance arrives or departs, with its manifest typed or pasted (SW-05). Its containers are linked to their declarations at once. */
export function ReportScreen() {
  const { t } = useTexts()
  const name = useCodeName()
  const navigate = useNavigate()
  const port = usePort()
  const ports = useOptions('ports')
  const known = useReference().ports
  const [form] = Form.useForm<Values>()
  const kind = Form.useWatch('kind', form) ?? 'vessel'
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [lines, setLines] = useState<readonly number[]>([])
  const report = useCommand<object, { readonly id: string }>((body, key) => send('/conveyances', body, { key }), {
    touches: ['conveyance', 'declaration'],
    done: ({ id }) => void navigate({ to: '/conveyances/$id', params: { id } }),
  })
  const finish = ({ movement, at, manifest, ...rest }: Values): void => {
    const read = manifestOf(manifest ?? '')
    setLines(read.map(({ line }) => line))
    const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''))
    const moment = at === undefined ? {} : { [movement]: fromWallClock(at, known.find((each) => each.code === rest.port)?.timeZone ?? port.timeZone) ?? at }
    report.mutate({ ...said, ...moment, containers: read.map(({ entry }) => entry) }, { onError: (problem) => setEntries(problem.spoken()) })
  }
  const nameOf = (pointer: string): string | undefined => {
    const [, first, at] = pointer.split('/')
    if (first === 'containers') return at === undefined ? t('conveyances.manifest') : t('conveyances.manifestLine', { n: lines[Number(at)] ?? Number(at) + 1 })
    return { ref: t('field.conveyanceRef'), arrival: t('conveyances.at'), departure: t('conveyances.at'), port: t('field.port') }[first ?? '']
  }
  return (
    <>
      <PageHead title={t('conveyances.report')} lead={t('conveyances.reportLead')} />
      <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(fieldOf(pointer), { block: 'center', focus: true })} nameOf={nameOf} />
      <Form<Values> form={form} name="conveyance" layout="vertical" requiredMark={false} initialValues={{ port: port.code, kind: 'vessel', movement: 'arrival' }} onFinish={finish} className="panel panel-body stack">
        <div className="fields">
          <Form.Item name="port" label={t('field.port')} className="w4">
            <Select showSearch={{ optionFilterProp: 'label' }} options={ports} />
          </Form.Item>
          <Form.Item name="kind" label={t('field.conveyanceKind')} className="w4">
            <Select options={kinds.map((value) => ({ value, label: name('objectKind', value) }))} />
          </Form.Item>
          <Form.Item name="ref" label={t(`conveyances.ref.${kind}`)} className="w4">
            <CodeInput maxLength={32} />
          </Form.Item>
          <Form.Item name="movement" label={t('conveyances.movement')} className="w4">
            <Select options={(['arrival', 'departure'] as const).map((value) => ({ value, label: name('movement', value) }))} />
          </Form.Item>
          <Form.Item name="at" label={t('conveyances.at')} className="w4">
            <WallClockInput />
          </Form.Item>
          <Form.Item name="voyage" label={t('field.voyage')} className="w4">
            <CodeInput maxLength={32} />
          </Form.Item>
          <Form.Item name="from" label={t('conveyances.from')} className="w6">
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="to" label={t('conveyances.to')} className="w6">
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="manifest" label={t('conveyances.manifest')} className="w12" extra={t('conveyances.manifestHelp')}>
            <Input.TextArea className="code" rows={10} spellCheck={false} />
          </Form.Item>
        </div>
        <div>
          <Button type="primary" size="large" htmlType="submit" loading={report.isPending}>
            {t('conveyances.send')}
          </Button>
        </div>
      </Form>
    </>
  )
}
