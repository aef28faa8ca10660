export { bridgeFile } from './bridge-file.js';
export { demoEmail, demoMembers } from './demo-people.js';
export { demoPassword } from './demo-secrets.js';
export { DemoModule } from './demo.module.js';
