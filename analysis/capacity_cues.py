"""The words by which an article tells in which capacity somebody speaks: pattern tables of capacities.py."""

import re

REPRESENTS = re.compile(
    r"\b(?:lawyer|(?<!district )(?<!state's )attorney(?! general)|solicitor|barrister|counsel|spokes(?:man|woman|person)|publicist|press officer|rep|representative|agent|manager of|who represents|"
    r"representing|acting for|on behalf of|legal team|press office|communications (?:director|chief)|head of communications|campaign manager|chief of staff)\b"
)
FOR_THE_HARMED = re.compile(
    r"\b(?:for|of|represents?|representing)\s(?:\w+\s){0,3}?(?:famil(?:y|ies)|victims?|survivors?|bereaved|residents?|tenants?|patients?|students?|claimants?|workers?|staff|parents?|customers?|passengers?|players?|residents)\b"
)
RELATIVE = re.compile(
    r"\b(?:mother|father|mum|mom|dad|wife|husband|widow|widower|daughter|son|sister|brother|aunt|uncle|niece|nephew|cousin|grand(?:mother|father|son|daughter)|"
    r"partner|fianc[e\u00e9]e?|parents?|family|stepson|stepdaughter|in-law)\b"
)
CLOSE = re.compile(
    r"\b(?:friend|coach|ex-coach|teammate|team-mate|colleague|co-star|co-host|bandmate|mentor|ally|aide|captain|shareholder|investor|fan|prot[e\u00e9]g[e\u00e9]|"
    r"assistant|producer|boss|predecessor|sponsor|neighbour|churchwarden|deputy|spokesman)\b"
)
OFFICIAL = re.compile(
    r"\b(?:judge(?! on)|magistrate|coroner|prosecutor|(?:district|state's|us) attorney|attorney general|police|detective|superintendent|inspector|constable|sergeant|sheriff|"
    r"commissioner|regulator|watchdog|ombudsman|tribunal|court|inquiry|investigator|health director|environment(?:al)? officer|referee'?s? body|disciplinary|integrity|"
    r"standards|(?:deputy )?warden|adviser on|ethics|authority(?! on)|board of|(?<!press )(?<!chief executive )(?<!information )officers?\b|department of|auditor|inspectorate|fire chief|adjudicator)\b"
)
OFFICIAL_NAME = re.compile(
    r"\b(?:authority|commission|police|court|tribunal|ministry|department|ombudsman|regulator|agency|inspectorate|constabulary|prosecut\w+|integrity|"
    r"standards|inquiry|(?:sport|licensing|review|parole|safety|conduct|complaints|ethics|data|press|medical|health) (?:board|council|office|panel|unit)|coroner\S*( office)?)\b",
    re.I,
)
OUTLET = re.compile(
    r"\b(?:reporter|journalist|correspondent|columnist|editor of|paper's editor|editor|newspaper|magazine|broadcaster's|news site|website|news agency|blogger who broke)\b"
)
OUTLET_NAME = re.compile(
    r"\b(?:news|times|post|courier|gazette|herald|tribune|examiner|journal|mail|telegraph|guardian|chronicle|observer|mirror|ledger|lantern|reuters|bbc|cnn|"
    r"afp|itv|press association|associated press|dispatch|advertiser|argus|echo|inquirer|globe|magazine|weekly|daily)\b",
    re.I,
)
EXPERT = re.compile(
    r"\b(?:professor|lecturer|expert|analyst|psychologist|historian|sociologist|economist|academic|scholar|musicologist|researcher|ethicist|critic|commentator|"
    r"pundit|who studies|who teaches|who researches|who has written|author of|consultant|specialist|campaigners?|campaigns?|charity|activist|advocate|"
    r"who runs an?|helpline|foundation|who runs the charity|who chairs the|opposition|shadows?|shadow \w+|senator|congress(?:man|woman)|mp|councillor|rival|opponent|ex-referee|politician|"
    r"lawmaker|whistleblower|witness|watch(?:es)? the|restaurant critic|former minister)\b"
)
UNION = re.compile(r"\b(?:union|guild|association of|federation|staff association|residents' association|tenants' association|shop steward)\b", re.I)
PUBLIC = re.compile(
    r"\b(?:fans?|viewers?|users?|followers?|commenters?|commenter|callers?|listeners?|readers?|bystander|passer-by|shoppers?|"
    r"social media|on x|on twitter|on facebook|reddit|poster|account|subscriber|spectators?|someone|online)\b"
)
PSEUDONYM = re.compile(r"\b(?:Jane|John) Doe\b|^(?:Victim|Complainant|Claimant|Survivor) [A-Z0-9#]{1,3}$")  # court usage
HARMED = re.compile(
    r"\b(?:victims?|survivors?|complainants?|accusers?|claimants?|plaintiffs?|bereaved|casualty|injured|wronged|targeted|evicted|laid[- ]off|sacked|fired|dismissed|"
    r"former (?:employee|worker|staff\w*|pupil|student|patient|tenant|resident|choirboy|chorister|member)|whistleblower who lost|"
    r"who (?:lost|was (?:left|refused|carried|attacked|assaulted|misdiagnosed|given|stranded|mocked|turned away|told|filmed|hit|injured|evicted|bullied|abused|groped)|"
    r"missed|spent the night|slept|could not|sued|is suing|brought the case|was a pupil|nearly died|suffered|"
    r"fell ill|has been without|were? (?:beaten|abused))|"
    r"whose (?:\w+ ){0,3}(?:died|was|were|been|is|stammer|account|home|house|flight|payment|wedding|son|daughter|husband|wife|mother|father|child|baby|dog|cat))\b"
)
SPOUSE_OF_DEAD = re.compile(r"\b(?:widow|widower)\b")
APOLOGISING = re.compile(
    r"\b(?:apologi[sz](?:es|ed|e|ing)\b(?! to be)|sa(?:id|ys) sorry|(?:was|is|were|are) (?:deeply |truly |very |so )?sorry|sorry\b|express(?:ed|es)? (?:\w+ ){0,2}(?:regret|remorse|sorrow)|"
    r"asked? .{0,60}(?:forgive|forgiveness)|asks .{0,60}(?:forgive|forgiveness)|admit(?:s|ted|ting)\b|their apology|(?:his|her|its|an?|the) (?:\w+ ){0,2}apology (?:video|post|statement)|"
    r"regret(?:s|ted)\b|begged|owned up|kn(?:ee)?lt|backed down|under fire|accused of|facing (?:calls|criticism|a backlash)|slammed|has resigned|stepped down|"
    r"shared (?:their|an|his|her) apology|mea culpa|fault|(?:mock|imitat|struck|slapp|shov|humiliat)\w*)\b",
    re.I,
)
STRONG_APOLOGY = re.compile(r"\b(?:apologi[sz]|sorry|regret|remorse|forgive)", re.I)
AGAINST = re.compile(
    r"(?:apology from|demand(?:ed|s|ing)? (?:an )?apology from|call(?:ed|s|ing)? (?:for|on)|criticism of|anger (?:at|with)|accus(?:ed|es|ing)|complain\w+ (?:about|against)|"
    r"sue[sd]?|suing|blam(?:ed|es|ing)|stood by|stand by|stands by|defended|defend|slamm(?:ed|ing))\s+(?:the )?$",
    re.I,
)
POSSESSED = re.compile(r"^(?:'s|\u2019s|s'|\u2019)\s+(?:\w+ ){0,2}(?:apology|statement|remarks?|comments?|resignation|joke|letter|words|conduct|behaviou?r|post|video|response|office|agent)\b", re.I)
HARMED_OBJECT = re.compile(
    r"\b(?:apologi[sz](?:ed|es|ing|e)(?: \w+){0,3}? to|apology to|sorry to|apologies to|forgiveness (?:of|from)|asked (?=.{3,80}to forgive)|compensat\w+ (?:for|to))\s+(?:the |a |an |his |her |its )?"
    r"([^.;\u201c\"]{3,110}?)(?=\s(?:after|for|over|who|whose|and|on|in|that|to|she|he)\b|[.,;]|$)",
    re.I,
)
OWN_APOLOGY = re.compile(
    r"\b(?:i|we)\b[^.;:!?]{0,25}\b(?:apologi[sz]e|apologi[sz]ed|ashamed|regret)\b|\b(?:my|our) (?:\w+ )?apolog|\b(?:i am|i'm|we are|we're) (?:\w+ ){0,2}sorry\b(?! (?:for (?:your|his|her|their|what "
    r"(?:you|she|he|they|this)|the (?:family|loss))|to hear|that (?:he|she|they|you)|you|he|she))|^(?:sorry|apologies)(?: to| for| if|[,.!])|\bforgive (?:me|us)\b|\b(?:my|our) fault\b|\b(?:i|we) (?:failed|let .{1,30} down)\b|"
    r"\bfailure is mine\b|\bi (?:was wrong|cheated|lied)\b",
    re.I,
)
OWN_HARM = re.compile(
    r"\b(?:happened to (?:me|us)|(?:hurt|abused|hit|failed|mocked|humiliated|let|left|told|called|made|treated|ignored|threw|took|broke|cost) (?:me|us|my|our)\b|i (?:lost|slept|cried|was (?:a child|left|told|made|"
    r"terrified|laughed))|my (?:career|contract|life|baby|home|house|job|money)|"
    r"i (?:accept|forgive|have not slept|gave)|we (?:slept|lost|were|had to)|i (?:still )?(?:want|do not want)|apology accepted)",
    re.I,
)
OWN_KIN = re.compile(r"\bmy (?:son|daughter|husband|wife|mother|father|mum|mom|dad|child|brother|sister|client)\b", re.I)
DENYING = re.compile(r"\b(?:reject(?:s|ed)|den(?:y|ies|ied)|dismissed)\b[^.;]{0,30}\b(?:blame|responsib\w+|wrongdoing|liab\w+|claims?|allegations?|accusations?|suggestion)\b", re.I)
ACCEPTING = re.compile(r"\b(?:accept(?:ed|s)? (?:the|his|her|their|its) apolog\w+|forgave|forgiven)\b", re.I)
HARM_TOLD = re.compile(
    r"^[^.;]{0,25}\b(?:lost (?:a|her|his|their|the)|missed (?:the|a|her|his)|spent (?:the|a|\w+) nights?|was (?:left|refused|stranded|carried|misdiagnosed|evicted|turned away|mocked)|"
    r"has been without|sued|is suing)\b"
)
LEAD_HARMED = re.compile(r"\b(?:apologi[sz](?:ed|es)|sa(?:id|ys) sorry)(?: \w+){0,4}? to an? ((?:[\w'-]+ ){0,3}?[\w'-]+?)(?=\s(?:who|whose|after|for|over|with|that|she|he|they)\b|[,.;])([^.]*)", re.I)
OWN_PRAISE = re.compile(
    r"\b(?:decent|good|kind|kindest|honest|brave|generous|great|best|finest|loyal)\b.{0,25}\b(?:man|woman|person|boss|soul|manager|player|heart)?|\b(?:stand|stands|stood) by\b|"
    r"is not a (?:crime)|people forget|one mistake|human being|witch[- ]hunt|move on|makes? mistakes|not the (?:man|woman|person) i know",
    re.I,
)
OWN_CENSURE = re.compile(
    r"\b(?:resign|sack|fired|disgrace|shame|shameful|insult|too late|not enough|no apology|non-apology|hollow|cowardly|appalling|unacceptable|must|should|deserve|accountab|excuse|"
    r"punch ?line|joke|lawyer|press release|stunt|performance|under oath|never)\b",
    re.I,
)
