# options: -Wno-all
role r0 extends r1 { }
role r1 extends r2 { }
role r2 extends r3 { }
role r3 extends r4 { }
role r4 extends r5 { }
role r5 extends r6 { }
role r6 extends r7 { }
role r7 extends r8 { }
role r8 extends r9 { }
role r9 extends r10 { }
role r10 extends r11 { }
role r11 extends r12 { }
role r12 extends r13 { }
role r13 extends r14 { }
role r14 extends r0 { }
