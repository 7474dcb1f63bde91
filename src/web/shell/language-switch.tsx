import { speak, useTexts } from '../i18n/i18n.ts'

/** The other language, named in itself. */
export function LanguageSwitch() {
  const { language } = useTexts()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button type="button" className="icon-button" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => void speak(other)}>
      {other === 'zh' ? '中文' : 'English'}
    </button>
  )
}
