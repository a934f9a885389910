package org.fieldledger.command;

import org.fieldledger.command.policy.Policies;
import org.fieldledger.command.policy.PolicyWatch;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything on the command side, for whoever runs it: alone, or in one process with the query side. Needs an EventLog and the vault. */
@Configuration(proxyBeanMethods = false)
@Import({CommandDesk.class, Policies.class, PolicyWatch.class})
@ComponentScan("org.fieldledger.command.api")
public class CommandSide {}
