import '@patternfly/react-core/dist/styles/base.css';
import './console.css';
import './compliance.css';
import './images.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { ConsoleApp } from './app/ConsoleApp.tsx';
import { startTheme } from './app/theme.ts';
import { startTexts } from './texts/i18n.ts';

startTheme();
await startTexts();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element "root"');
createRoot(root).render(createElement(ConsoleApp));
