import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import samples from '../../../../seed/sample-declarations.json'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { demoQuery } from '../../../web/session/demo.ts'
import type { DeclareValues } from './declare-values.ts'

/** In a demonstration: fills the form with goods whose way through the rules is worth seeing. */
export function SamplePicker({ declarant, onChoose }: { readonly declarant: string; readonly onChoose: (values: DeclareValues) => void }) {
  const { t, language } = useTexts()
  const demo = useQuery(demoQuery)
  if (demo.data === undefined) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: samples.map((sample) => ({ key: sample.code, label: sample.name[language] })),
        onClick: ({ key }) => {
          const sample = samples.find((each) => each.code === key)
          // The file is checked against the schema by a test; its literal types are wider than the form's.
          if (sample !== undefined) onChoose({ ...(structuredClone(sample.declaration) as DeclareValues), declarant, consignee: declarant })
        },
      }}
    >
      <Button>{t('declare.sample')}</Button>
    </Dropdown>
  )
}
