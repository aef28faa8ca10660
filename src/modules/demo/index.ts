export { demoEmail, demoMembers } from './demo-people.js';
export { DemoModule } from './demo.module.js';
