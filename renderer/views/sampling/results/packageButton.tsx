import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { InspectionRef } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useErrorWords } from '../../../components/states.tsx'
import { fileName } from '../fileName.ts'

const formats = ['xlsx', 'csv', 'json'] as const

/** What is to be inspected, to be taken along and filled in elsewhere; of one department where one is chosen. */
export function PackageButton({ of, name, department }: { of: InspectionRef; name: string; department: string | null }): ReactElement {
  const { t } = useTranslation()
  const { host, engine } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [busy, setBusy] = useState(false)
  const save = async (format: (typeof formats)[number]): Promise<void> => {
    setBusy(true)
    try {
      const bytes = await engine.exportTaskPackage({ of, format, ...(department === null ? {} : { department }) })
      await host.saveFile(`${fileName('package', 'campaign' in of ? of.campaign : of.draw, name)}${department === null ? '' : `-${department}`}.${format}`, bytes)
    } catch (error) {
      void message.error(words(error).title)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dropdown trigger={['click']} menu={{ items: formats.map((key) => ({ key, label: key.toUpperCase() })), onClick: ({ key }) => void save(key as (typeof formats)[number]) }}>
      <Button size="small" icon={<DownloadOutlined />} loading={busy}>{t('results.package')}</Button>
    </Dropdown>
  )
}
