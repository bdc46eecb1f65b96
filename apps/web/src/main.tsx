import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ground/styles/mantine.css'
import './ground/styles/theme-variables.css'
import './ground/styles/host-theme.css'
import './ground/styles/global.css'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
