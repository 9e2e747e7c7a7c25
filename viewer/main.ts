import { mount } from 'svelte';
import App from './App.svelte';
import { restoreTheme } from './model/theme.svelte.ts';
import './style.css';

restoreTheme();
const target = document.getElementById('app');
if (target === null) throw new Error('the page has no #app');
mount(App, { target });
