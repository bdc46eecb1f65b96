import { useMantineColorScheme } from '@mantine/core'
import { Icon, type IconName } from '../../ground/components/icon.tsx'
import { appTexts } from '../texts.ts'
import classes from './color-scheme-switch.module.css'

const schemes = ['light', 'dark', 'auto'] as const
const icons: Record<(typeof schemes)[number], IconName> = { light: 'sun', dark: 'moon', auto: 'screen' }

export function ColorSchemeSwitch() {
  // Otherwise Mantine adds a <style> element while it switches, which the content security policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  return (
    <fieldset className={classes['switch']}>
      <legend>{appTexts.scheme.legend}</legend>
      <div className={classes['choices']}>
        {schemes.map((scheme) => (
          <label key={scheme}>
            <input
              type="radio"
              name="color-scheme"
              checked={scheme === colorScheme}
              onChange={() => setColorScheme(scheme)}
            />
            <Icon name={icons[scheme]} />
            {appTexts.scheme[scheme]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
