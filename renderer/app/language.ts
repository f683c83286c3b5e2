import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from '../locales/en.ts'
import { zhCN } from '../locales/zh-CN.ts'
import { firstLanguage } from './session.tsx'

/** Both languages are in the page from the start, so that switching is instant. */
export function startLanguage(): void {
  void i18next.use(initReactI18next).init({
    lng: firstLanguage(), fallbackLng: false, resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false }, returnNull: false, initAsync: false,
  })
}
