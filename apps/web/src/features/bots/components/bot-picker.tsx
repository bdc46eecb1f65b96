import { Select } from '@mantine/core'
import type { Bot } from '@office365-email/shared/bot'
import { botsTexts } from '../texts.ts'
import classes from './bot-picker.module.css'

const maxShown = 50

interface BotPickerProps {
  bots: readonly Bot[]
  botId: string | null
  onPick: (botId: string) => void
}

export const BotPicker = ({ bots, botId, onPick }: BotPickerProps) => (
  <Select
    label={botsTexts.picker}
    data={bots.map(({ id, name }) => ({ value: id, label: name }))}
    value={botId}
    onChange={(id) => id && id !== botId && onPick(id)}
    searchable
    // What is typed next replaces the bot's name instead of mixing with it.
    onClick={(event) => event.currentTarget.select()}
    onFocus={(event) => event.currentTarget.select()}
    limit={maxShown}
    allowDeselect={false}
    selectFirstOptionOnChange
    nothingFoundMessage={botsTexts.pickerNone}
    // The list itself scrolls, inside the navigation: that keeps it within a landmark and a known popup to screen readers.
    withScrollArea={false}
    classNames={{ options: classes['options'] ?? '' }}
    comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 }, position: 'bottom-start' }}
  />
)
