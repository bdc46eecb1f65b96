import { Select } from '@mantine/core'
import type { Bot } from '@office365-email/shared/bot'
import { botsTexts } from '../texts.ts'

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
    limit={maxShown}
    allowDeselect={false}
    selectFirstOptionOnChange
    nothingFoundMessage={botsTexts.pickerNone}
    maxDropdownHeight={320}
    comboboxProps={{ transitionProps: { duration: 0 }, width: 'max-content', position: 'bottom-start' }}
  />
)
