import { DatePicker, Input, type InputProps } from 'antd'
import dayjs from 'dayjs'
import { useTexts } from '../i18n/i18n.ts'
import { zoneName } from '../i18n/time.ts'
import { usePort } from '../reference/port.ts'

const shape = 'YYYY-MM-DD HH:mm'

/** A time on the port's wall clock, typed or picked; the zone stands beside it. The value is `2026-03-01T08:30`, empty when there is none. */
export function WallClockInput({ id, value, onChange, disabled = false }: {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (value: string | undefined) => void
  readonly disabled?: boolean
}) {
  const { t } = useTexts()
  const { timeZone } = usePort()
  const shown = value === undefined || value === '' ? null : dayjs(value)
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      style={{ width: '100%' }}
      value={shown}
      disabled={disabled}
      format={shape}
      placeholder={t('form.dateShape')}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      suffixIcon={<span className="small quiet">{zoneName(timeZone, new Date())}</span>}
      onChange={(moment) => onChange?.(moment === null ? undefined : moment.format('YYYY-MM-DDTHH:mm'))}
    />
  )
}

/** A day, for `as of`. The value is `2026-03-01`. */
export function DayInput({ value, onChange, label }: { readonly value: string | undefined; readonly onChange: (value: string | undefined) => void; readonly label: string }) {
  return (
    <DatePicker
      aria-label={label}
      placeholder={label}
      value={value === undefined || value === '' ? null : dayjs(value)}
      onChange={(day) => onChange(day === null ? undefined : day.format('YYYY-MM-DD'))}
    />
  )
}

/** A code: capital letters, no spell checking. */
export function CodeInput({ onChange, className, ...props }: InputProps) {
  return (
    <Input
      {...props}
      className={`code ${className ?? ''}`}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        const { selectionStart, selectionEnd } = event.target
        event.target.value = event.target.value.toUpperCase()
        event.target.setSelectionRange(selectionStart, selectionEnd)
        onChange?.(event)
      }}
    />
  )
}
