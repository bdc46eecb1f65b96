import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import classes from './text-block.module.css'

interface TextBlockProps {
  text: string
  /** Writes it anew when it is taken along; null if there is nothing to take any more. */
  renew?: () => Promise<string | null>
  /** What it is, for the name of the area and of its Copy button. */
  what: string
  /** Offers it as a file of this name. */
  fileName?: string
  /** Text for people has lines of any length; a program's stay as they are. */
  wraps?: boolean
  actions?: ReactNode
}

const texts = { download: 'Download' }

const addressOf = (text: string) => `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`

function download(fileName: string, text: string) {
  const link = document.createElement('a')
  link.download = fileName
  link.href = addressOf(text)
  link.click()
}

/** A longer text to take along. Always of one height, so that nothing below it moves. */
export const TextBlock = ({ text, renew, what, fileName, wraps = false, actions }: TextBlockProps) => (
  <div className={classes['block']}>
    <div className={classes['head']}>
      <span className="small quiet">{fileName && <code>{fileName}</code>}</span>
      <div className={classes['actions']}>
        {actions}
        {fileName && (
          <a
            className="small"
            download={fileName}
            href={addressOf(text)}
            onClick={(event) => {
              if (!renew) return
              event.preventDefault()
              void renew().then((fresh) => {
                if (fresh !== null) download(fileName, fresh)
              })
            }}
            aria-label={`${texts.download} ${fileName}`}
          >
            {texts.download}
          </a>
        )}
        <CopyButton text={text} renew={renew} what={what} />
      </div>
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an area that scrolls has to be reached by keyboard */}
    <section className={classes['text']} data-wraps={wraps} tabIndex={0} aria-label={what}>
      <pre>{text}</pre>
    </section>
  </div>
)
