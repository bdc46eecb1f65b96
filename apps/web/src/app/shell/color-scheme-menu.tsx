import { ActionIcon, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Icon, type IconName } from '../../components/icon.tsx'
import { appTexts } from '../texts.ts'

const schemes = ['light', 'dark', 'auto'] as const
const icons: Record<(typeof schemes)[number], IconName> = { light: 'sun', dark: 'moon', auto: 'screen' }

export function ColorSchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const shown = useComputedColorScheme()
  return (
    <Menu position="bottom-end" width={160} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={appTexts.scheme.label(appTexts.scheme[colorScheme])}
        >
          <Icon name={icons[shown]} size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            leftSection={<Icon name={icons[scheme]} />}
            rightSection={scheme === colorScheme ? <Icon name="check" /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {appTexts.scheme[scheme]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
