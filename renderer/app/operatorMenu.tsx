import { UserOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from './route.ts'
import { useSession } from './session.tsx'

/** Who one is, as what, and the way out; without operators the account of the machine. */
export function OperatorMenu(): ReactElement | null {
  const { t } = useTranslation()
  const { engine, identity, refresh } = useSession()
  const { go } = useRoute()
  if (!identity || (identity.operators && identity.name === null)) return null
  const name = identity.name ?? identity.account
  const leave = async (): Promise<void> => {
    await engine.signOut({})
    await refresh()
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'roles', disabled: true, label: identity.roles === null ? t('audit.noOperators') : identity.roles.map((role) => t(`audit.roleNames.${role}`)).join(t('shell.comma')) },
          { type: 'divider' },
          { key: 'audit', label: t('audit.title') },
          ...(identity.name === null ? [] : [{ key: 'leave', label: t('audit.signOut') }]),
        ],
        onClick: ({ key }) => { if (key === 'audit') go('audit', [], []); else if (key === 'leave') void leave() },
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={t('audit.menu', { name })}>{name}</Button>
    </Dropdown>
  )
}
