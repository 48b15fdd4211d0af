"""Companies of the network: joining, who speaks for them, leaving; and the meetings in which one learns from another.

What was answered stands in the company itself (`Records.network.company`), which is a draft until it is sent; the conversation
keeps only which question is open. Before the consent it keeps, beside that, values of closed lists.
"""
