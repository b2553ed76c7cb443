"""Given and family names of several cultures, as lists; how often each occurs falls off as it does in life."""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class Culture:
    """`share` of the people; `order` says how the names of a family hang together (see `people`)."""

    name: str
    share: float
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]
    starts: tuple[str, ...] = ()  # rarer family names are put together from these
    ends: tuple[str, ...] = ()
    order: str = "one surname"


CULTURES = (
    Culture(
        "British", 0.62,
        _words(
            "Olivia Amelia Isla Ava Mia Ivy Lily Freya Florence Willow Rosie Sophie Emily Grace Evie Poppy "
            "Charlotte Ella Daisy Phoebe Sienna Isabella Harper Elsie Alice Matilda Ruby Evelyn Sofia Maya Millie "
            "Jessica Emma Chloe Imogen Lucy Erin Hannah Megan Bethany Lauren Rebecca Jade Shannon Abigail Molly "
            "Katie Paige Holly Victoria Louise Samantha Natasha Kimberley Stephanie Catherine Elizabeth Margaret "
            "Eleanor Madeleine Jennifer Gemma Kelly Michelle Nicola Tracey Deborah Susan Rachel Sarah Claire Joanne "
            "Amanda Angela Christine Patricia Dorothy Penelope Beatrice Harriet Scarlett Summer Skye Ellie-Mae "
            "Lacey Demi Tia Kayleigh"
        ),
        _words(
            "Noah Oliver George Arthur Leo Harry Oscar Archie Henry Theodore Freddie Jack Charlie Thomas Alfie "
            "Jacob Joshua William James Ethan Logan Isaac Alexander Max Lucas Mason Finley Edward Harrison Joseph "
            "Samuel Daniel Benjamin Matthew Ryan Callum Connor Liam Jake Luke Nathan Bradley Kieran Jordan Lewis "
            "Aaron Adam Andrew Robert David Michael Christopher Stephen Anthony Jonathan Timothy Gareth Craig "
            "Darren Wayne Lee Scott Dean Shaun Stuart Graham Nigel Kenneth Raymond Patrick Sebastian Dominic Reuben "
            "Toby Zachary Gabriel Tyler Corey Kai Jayden Riley Rhys Dylan Blake Jenson Frankie Ronnie Albert "
            "Frederick Nicholas"
        ),
        _words(
            "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White "
            "Roberts Green Hall Wood Jackson Clarke Harris Clark Turner Hill Moore Cooper Ward Morris Baker "
            "Harrison Allen Lee Martin Edwards Shaw Parker Bennett Cook Bailey Marsh Rogers Carter Hughes Watson "
            "Barker Dixon Fisher Hunt Palmer Mills Ford Barnes Knight Webb Gibson Holmes Pearson Chapman Fletcher "
            "Booth Gardner Nicholson Whittaker Ashworth Entwistle Ramsbottom Hargreaves Pilkington Fairhurst "
            "Winstanley Molyneux"
        ),
        _words(
            "Ash Black Brad Brook Burn Chad Clay Cod Cran Dal Den East Far Green Hal Har Hart Hazel Kel Kirk Lang "
            "Leigh Mar Mid Nor Oak Old Pres Rad Rams Red Rish Roth Shel Stan Suth Thorn Wal Whit Wil Win Worth"
        ),
        _words(
            "bury by croft dale den don field ford gate ham hurst land ley man more ridge ring shaw stead ston "
            "thorpe thwaite ton wall water well wick wood worth"
        ),
    ),
    Culture(
        "Irish, Scottish and Welsh", 0.09,
        _words(
            "Aoife Caoimhe Niamh Siobhan Sinead Roisin Saoirse Orla Maeve Ciara Grainne Eilidh Mairi Iona Catriona "
            "Morag Ailsa Kirsty Fiona Rhiannon Cerys Carys Ffion Angharad Bronwen Megan Nia Eleri Seren Lowri"
        ),
        _words(
            "Sean Eoin Cian Oisin Fionn Padraig Seamus Ciaran Declan Cormac Ruairi Callum Hamish Angus Fergus Ewan "
            "Alasdair Gregor Duncan Malcolm Iain Gwilym Dafydd Rhys Ieuan Iwan Owain Geraint Emlyn Tomos"
        ),
        _words(
            "O'Brien O'Connor O'Neill O'Reilly Murphy Kelly Walsh Ryan Byrne McCarthy Gallagher Doherty Kennedy "
            "Lynch Quinn McLaughlin MacDonald McDonald Campbell Stewart McKenzie MacLeod Fraser Mackay McIntyre "
            "Buchanan Llewellyn Griffiths Morgan Rees Prosser Pritchard Cadwallader Gethin Vaughan Bowen Meredith "
            "Probert"
        ),
    ),
    Culture(
        "South Asian", 0.13,
        _words(
            "Aisha Fatima Zainab Maryam Khadija Hafsa Sumaiya Ayesha Zara Noor Amina Iqra Aleena Mahnoor Hira Sana "
            "Saima Nadia Shazia Rukhsana Farzana Nasreen Parveen Samina Bushra Priya Anjali Kavya Diya Aanya Simran "
            "Jasleen Harpreet Manpreet Gurleen Meera Lakshmi Deepa Sunita Nusrat Tahmina Sultana Rehana Shabnam"
        ),
        _words(
            "Mohammed Muhammad Ahmed Ali Ibrahim Yusuf Hamza Bilal Umar Usman Hassan Hussain Abdullah Zain Ayaan "
            "Rayyan Imran Tariq Asif Nadeem Shahid Khalid Rashid Javed Mohammad Arjun Aarav Rohan Vikram Rahul Amit "
            "Sanjay Gurpreet Harjit Manjit Jaspal Balraj Abdul-Rahman Md-Rahim Shafiq Habibur Mizanur Zeeshan "
            "Faisal Saad"
        ),
        _words(
            "Khan Ahmed Hussain Ali Begum Patel Singh Kaur Akhtar Iqbal Malik Mahmood Shah Mirza Sheikh Chaudhry "
            "Chowdhury Miah Uddin Rahman Islam Bibi Khatun Raja Butt Dar Qureshi Siddiqui Rana Bhatti Sharma Gupta "
            "Desai Mehta Joshi Reddy Gill Sandhu Dhillon Sidhu Bains Hossain Karim Sarkar Nawaz Aziz Rehman Yaqub "
            "Saleem"
        ),
    ),
    Culture(
        "Arabic and Somali", 0.05,
        _words(
            "Fadumo Hodan Amina Halima Hibo Ifrah Khadra Nimco Sagal Ubah Zahra Maryan Safiya Asha Idil Deqa Layla "
            "Nour Yasmin Rania Salma Hanan Samira Huda Rim Dalia Farida Shaimaa Warda Jamila"
        ),
        _words(
            "Abdi Abdirahman Mohamed Ahmed Hassan Ali Omar Yusuf Ismail Ibrahim Farah Liban Guled Abdullahi Mahad "
            "Mustafa Khaled Tarek Youssef Karim Bashar Hamza Anas Walid Said Jamal Nasser Zakariya Suleiman Idris"
        ),
        _words(
            "Ali Mohamed Hassan Ahmed Abdi Warsame Farah Jama Nur Osman Yusuf Elmi Duale Hersi al-Hassan al-Masri "
            "el-Sayed Haddad Mansour Khalil Najjar Saleh bin-Talal Hamdan Barakat Awad Qasim Rashidi"
        ),
        order="father's name",
    ),
    Culture(
        "Eastern European", 0.05,
        _words(
            "Zuzanna Julia Maja Zofia Hanna Lena Alicja Oliwia Amelia Natalia Aleksandra Wiktoria Katarzyna "
            "Agnieszka Malgorzata Magdalena Joanna Ewa Andreea Ioana Elena Mihaela Daria Kateryna Oksana Ruta Ieva"
        ),
        _words(
            "Jakub Szymon Antoni Filip Kacper Wojciech Mikolaj Piotr Pawel Krzysztof Lukasz Mateusz Tomasz Marcin "
            "Grzegorz Bartosz Michal Andrei Ionut Cristian Vlad Matei Mykola Dmytro Jonas Lukas Tadas"
        ),
        _words(
            "Kowalski Nowak Wisniewski Wojcik Kaminski Lewandowski Zielinski Szymanski Wozniak Dabrowski Kozlowski "
            "Jankowski Mazur Krawczyk Popescu Ionescu Popa Radu Dumitru Stan Kovalenko Shevchenko Bondarenko "
            "Kazlauskas Petrauskas Jasinski Sikorski Pietrzak Wrobel Gorski"
        ),
        order="her ending",
    ),
    Culture(
        "West African and Caribbean", 0.04,
        _words(
            "Adaeze Chidinma Ngozi Funmilayo Temitope Folasade Abena Akosua Esi Efua Yaa Aminata Fatoumata Mariama "
            "Imani Shanice Keisha Zuri Blessing Precious Comfort Patience Mercy Nneka Oluwaseun Damilola"
        ),
        _words(
            "Chukwuemeka Oluwaseun Babatunde Kofi Kwame Kwabena Yaw Emeka Chidi Ikenna Tunde Segun Femi Mamadou "
            "Ousmane Lamin Tyrell Jermaine Marlon Leroy Godwin Emmanuel Samuel Ayodele Olumide"
        ),
        _words(
            "Okafor Okonkwo Adeyemi Adebayo Mensah Owusu Boateng Asante Appiah Osei Diallo Traore Jallow Ceesay "
            "Nwosu Eze Balogun Ogunleye Oyelaran Campbell-Okoro Bailey-Mensah Afolabi Nkrumah Amoah Sesay Kamara "
            "Conteh"
        ),
    ),
    Culture(
        "East Asian", 0.02,
        _words(
            "Mei-Ling Xiu-Ying Li-Hua Jia-Yi Yan-Ting Hui-Min Siu-Wai Wing-Yan Thi-Lan Thanh-Mai Ngoc-Anh Xin-Yi "
            "Yu-Xuan Zi-Han Ka-Yan Suk-Fong"
        ),
        _words(
            "Wei Jun-Jie Zhi-Hao Ming-Hui Xiao-Long Ka-Ming Chi-Wai Wing-Kit Van-Minh Quoc-Bao Duc-Anh Hao-Ran "
            "Yi-Chen Ho-Yin Kwok-Keung Jian-Guo"
        ),
        _words(
            "Wang Li Zhang Chen Liu Yang Huang Zhao Wu Zhou Xu Lin Lau Chan Cheung Wong Leung Ng Nguyen Tran Pham "
            "Le Hoang Cheng Kwok Tsang"
        ),
    ),
)  # fmt: skip

# Short and other forms, as a caller may say them.
SHORT = {
    name: tuple(forms.split())
    for name, forms in (
        line.strip().split(": ")
        for line in """
            Olivia: Liv Livvy
            Amelia: Millie Amy
            Isabella: Bella Izzy
            Charlotte: Lottie Charlie
            Matilda: Tilly
            Rebecca: Becky Bex
            Abigail: Abby Abi
            Katie: Kate
            Victoria: Vicky Tori
            Samantha: Sam Sammy
            Natasha: Tasha
            Kimberley: Kim
            Stephanie: Steph
            Catherine: Cath Kate Cathy
            Elizabeth: Liz Beth Libby
            Margaret: Maggie Meg Peggy
            Eleanor: Ellie Nell Nora
            Madeleine: Maddie
            Jennifer: Jenny Jen
            Nicola: Nicky Nic
            Deborah: Debbie Deb
            Susan: Sue Susie
            Rachel: Rach
            Joanne: Jo
            Christine: Chris Chrissy
            Patricia: Pat Trish
            Dorothy: Dot
            Penelope: Penny
            Beatrice: Bea
            Harriet: Hattie
            Florence: Flo
            Isabelle: Izzy
            Jessica: Jess
            Bethany: Beth
            Megan: Meg
            Oliver: Ollie
            Arthur: Art
            Harry: Hal
            Archie: Arch
            Henry: Harry Hen
            Theodore: Theo Ted Teddy
            Freddie: Fred
            Charlie: Charles
            Thomas: Tom Tommy
            Jacob: Jake
            Joshua: Josh
            William: Will Bill Billy Liam
            James: Jim Jamie Jimmy
            Alexander: Alex Xander Sandy
            Edward: Ed Ted Eddie
            Harrison: Harry
            Joseph: Joe Joey
            Samuel: Sam Sammy
            Daniel: Dan Danny
            Benjamin: Ben Benji
            Matthew: Matt Matty
            Bradley: Brad
            Andrew: Andy Drew
            Robert: Rob Bob Bobby
            David: Dave
            Michael: Mike Mick Mikey
            Christopher: Chris Kit
            Stephen: Steve Ste
            Anthony: Tony Ant
            Jonathan: Jon Jonny
            Timothy: Tim
            Gareth: Gaz
            Kenneth: Ken
            Raymond: Ray
            Patrick: Pat Paddy
            Sebastian: Seb
            Dominic: Dom
            Zachary: Zac Zack
            Gabriel: Gabe
            Frederick: Fred Freddie
            Nicholas: Nick Nicky
            Albert: Bert Albie
            Rhiannon: Rhi
            Catriona: Cat
            Padraig: Paddy
            Mohammed: Mo Moh
            Muhammad: Mo
            Mohamed: Mo
            Abdullah: Abdul
            Abdirahman: Abdi
            Temitope: Temi Tope
            Oluwaseun: Seun
            Damilola: Dami
            Chukwuemeka: Emeka
            Babatunde: Tunde
            Folasade: Sade
            Funmilayo: Funmi
            Katarzyna: Kasia
            Agnieszka: Aga
            Malgorzata: Gosia
            Magdalena: Magda
            Joanna: Asia
            Aleksandra: Ola
            Zofia: Zosia
            Jakub: Kuba
            Wojciech: Wojtek
            Krzysztof: Krzys
            Bartosz: Bartek
            Tomasz: Tomek
            Zuzanna: Zuza
            Wiktoria: Wika
            Emmanuel: Manny
            Ibrahim: Ibby
            Fatima: Fati
            Maryam: Mary
            Sumaiya: Sumi
            Harpreet: Harp
            Gurpreet: Gurp
            Jasleen: Jas
        """.strip().splitlines()
    )
}

# One name in the spellings it is written in here, a name on a line.
SPELT = tuple(
    tuple(line.split())
    for line in """
        Mohammed Muhammad Mohamed Mohammad Muhammed Mohamad Maxamed
        Ahmed Ahmad Axmed
        Hussain Hussein Husain Xuseen
        Hassan Hasan Xasan
        Ali Aly Cali
        Yusuf Yousef Youssef Yusef Yuusuf
        Fatima Fatimah Fathima
        Fadumo Faduma Faadumo
        Aisha Ayesha Aysha Caasha
        Zainab Zaynab Zeinab
        Maryam Mariam Marium Maryan
        Khadija Khadijah Kadija
        Usman Osman Uthman Cismaan
        Umar Omar Omer
        Ibrahim Ibraheem Ebrahim
        Ismail Ismael Ismaciil
        Chaudhry Choudhury Chowdhury Choudhry
        Sheikh Shaikh Sheik
        Siddiqui Siddique Sidiqi
        Qureshi Kureshi Quraishi
        Rahman Rehman Rahmaan
        Mahmood Mahmoud Mehmood
        Iqbal Ikbal
        Yasmin Yasmeen Jasmine
        Zakariya Zakaria Zakarya
        Suleiman Sulaiman Sulayman Saleebaan
        Abdirahman Abdulrahman Abdurrahman
        Abdullahi Abdulahi Cabdullahi
        Khaled Khalid Qaalid
        Sean Shaun Shawn
        Siobhan Shivaun
        Niamh Neve Neave
        Caoimhe Keeva Keva
        Aoife Eefa
        Ciara Keira Kiera
        Ciaran Kieran Keiran
        Saoirse Seersha
        Eilidh Ailey
        Catherine Katherine Kathryn Catharine
        Stephen Steven
        Philip Phillip
        Geoffrey Jeffrey
        Claire Clare
        Rachel Rachael
        Sarah Sara
        Sophie Sofie
        Sofia Sophia Zofia
        Lucas Lukas Lukasz
        Jakub Jacob
        Aleksandra Alexandra
        Wiktoria Victoria
        Krzysztof Kristof
        Filip Philip
        Michal Michael
        MacDonald McDonald Macdonald
        McKenzie MacKenzie Mackenzie
        Clarke Clark
        Thompson Thomson Tompson
        Davies Davis
        Stewart Stuart
        Wang Wong
        Zhang Chang Cheung
        Chen Chan
        Liu Lau
        Okafor Okafo
        Adeyemi Adeyeme
        Diallo Jallow
        Elizabeth Elisabeth
        Llewellyn Llewelyn Lewellyn
        Rhys Reece Rees
        Dafydd Davydd
        Kayleigh Kayley Kaylee
        Jayden Jaden Jaydon
        Callum Calum
        Connor Conor
        Aaron Arron Aron
        Tracey Tracy
        Nicola Nichola
        Deborah Debra
        Shannon Shanon
        Whittaker Whitaker
        Nicholson Nicolson
        Pearson Pierson Peirson
        Holmes Homes
        Harrison Harison
        Hossain Hussain Hossein
        Patel Patell
    """.strip().splitlines()
)
