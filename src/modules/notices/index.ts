export { NoticesModule } from './notices.module.js';
export { type NewNotice, Notices } from './notices.js';
