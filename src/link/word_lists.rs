//! The words that matter next to a name. The lists may grow freely: an adjacent word can only
//! prevent a link, never create one.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

pub(super) type WordSet = LazyLock<FxHashSet<&'static str>>;

macro_rules! word_lists {
    ($($(#[$doc:meta])* $name:ident = $words:literal;)*) => {
        $($(#[$doc])* pub(super) static $name: WordSet =
            LazyLock::new(|| $words.split_ascii_whitespace().collect());)*
    };
}

word_lists! {
    /// Words before a person's name that are not given names.
    TITLES = "\
        President Presidents Chairman Chairwoman Chairperson Chair Secretary Minister Ministers \
        Premier Chancellor General Marshal Admiral Colonel Captain Major Lieutenant Sergeant \
        Brigadier Commodore Ambassador Envoy Negotiator Director Representative Congressman \
        Congresswoman Senator Senators Governor Mayor Councillor Professor Doctor Mr Mrs Ms Miss \
        Dr Prof Gen Col Capt Lt Sgt Maj Adm Sen Rep Gov Rev Hon Sir Dame Lord Lady Lords Baron \
        Baroness Count Countess Duke Duchess Earl Viscount Marquess King Queen Kings Queens \
        Prince Princess Emperor Empress Tsar Tsarina Czar Kaiser Shah Sultan Sheikh Sheik Emir \
        Caliph Pharaoh Khan Ayatollah Imam Mullah Rabbi Pope Cardinal Archbishop Bishop \
        Patriarch Saint Saints St Father Mother Brother Sister Reverend Pastor Comrade Leader \
        Leaders Foreign Prime Vice Deputy Former Acting Interim Supreme Dear Great Judge Justice \
        Spokesman Spokeswoman Spokesperson Adviser Advisor Attorney Officer Chief Head State \
        Commander Speaker Majority Minority Whip Treasurer Comptroller Sheriff Detective \
        Inspector Agent Astronaut Cosmonaut Actor Actress Author Writer Poet Novelist Playwright \
        Philosopher Historian Economist Scientist Physicist Chemist Mathematician Biologist \
        Singer Composer Guitarist Painter Sculptor Architect Engineer Coach Manager Defense \
        Defence Treasury Interior Commerce Labor Education Energy Health Transportation \
        Agriculture Affairs Security Staff Journalist Reporter Producer Activist Democrat \
        Democrats Republican Republicans Independent Liberal Conservative Labour Green Candidate \
        Nominee Incumbent Dictator Strongman Founder Partner Wife Husband Son Daughter Uncle \
        Aunt Cousin Nephew";

    /// Words that are capitalised at the beginning of a sentence or elsewhere without being names.
    COMMON_WORDS = "\
        A After Again All Also Although Amid An And Another Any As At Because Before Between \
        Both But By Can Could Despite Did Do Does During Each Earlier Either Even Every Ever Few \
        Finally First For From Given Had Has Have He Hence Her Here His How However I If In \
        Indeed Inside Instead Into Is It Its Just Last Later Like Many May Meanwhile Might More \
        Most Much Must My Near Neither Never Next No Nor Not Nothing Now Of Off On Once One Only \
        Or Other Our Out Over Perhaps Per Since She Should Similarly So Some Soon Still Such \
        Than That The Their Then There Therefore These They This Those Though Through Throughout \
        Thus To Today Together Too Toward Towards Two Under Unlike Until Unto Up Upon Versus Via \
        Was We Were What When Whenever Where Whereas Whether Which While Who Whom Whose Why Will \
        With Within Without Would Yes Yet You Your Nevertheless Nonetheless Otherwise Besides \
        Beyond Among Amongst Around Along Across Above Below Behind Beside Except Including \
        Following According Regarding Concerning Yesterday Tomorrow Tonight Afterwards Afterward \
        Asked Told Said See Let Others Everyone Everybody Someone Somebody Nobody Anyone Anybody \
        Back Thereafter Thereupon Whereupon Rather Quite Maybe Please Thanks January February \
        March April June July August September October November December Monday Tuesday \
        Wednesday Thursday Friday Saturday Sunday";

    /// Months and weekdays, which always have a capital like a family name.
    CALENDAR = "\
        January February March April May June July August September October November December \
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday";

    /// Words after a person's name that make it the name of something else.
    NAMESAKE_SUFFIXES = "\
        Administration Government Cabinet Doctrine Plan Act Amendment Foundation Trust Fund \
        Organization Organisation Campaign Presidency Tower Towers Square Street Avenue Road \
        Boulevard Highway Expressway Parkway Drive Lane Bridge Tunnel Airport International \
        Station Terminal Port Stadium Arena Field Gymnasium Center Centre Library Museum Gallery \
        Memorial Monument Mausoleum Statue Park Gardens Hall House Building Hospital Clinic \
        University College School Academy Institute Institution Laboratory Prize Award Awards \
        Medal Cup Trophy Scholarship Fellowship Lecture Lectures Society Association Club Group \
        Company Corporation Inc Theater Theatre Day Week Month Year County City Island Islands \
        Mountain Mountains Dam Lake River Bay Glacier Crater Presidential National Memorials \
        Papers Show Band Orchestra Quartet Trio Movement Brigade Battalion Division Base Fort \
        Estate Homestead Elementary Middle Secondary High Law Commission Committee Report";

    /// Words after a family name that make it the name of a discovery or product: "Lewis acid",
    /// "Scott catalogue".
    EPONYMS = "\
        acid acids base bases catalog catalogue cell cells constant curve diagram disease \
        distribution effect equation equations experiment formula function index law laws lens \
        limit method number numbers paradox principle process ratio reaction scale series space \
        syndrome telescope test theorem theory transform tree unit";

    /// Words before a person's full or family name that make it the name of a ship or place.
    NAMESAKE_PREFIXES = "\
        USS USNS HMS HMCS HMAS RMS SS MS MV Cape Fort Camp Mount Lake Port Point Lac Rue Calle \
        Avenida";

    /// Prepositions before a place.
    PLACE_PREPOSITIONS = "in near outside throughout downtown";

    /// Words before "of" and a place.
    DIRECTIONS = "north south east west northeast northwest southeast southwest outside city town";

    /// Words after the name of a younger person with the same name.
    GENERATION_SUFFIXES = "\
        Jr Sr II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI Junior Senior";

    /// Words before the name of a country that make it another place: "South Georgia".
    PLACE_PREFIXES = "\
        New North South East West Northern Southern Eastern Western Northeast Northwest \
        Southeast Southwest Upper Lower Inner Outer Central Middle Greater Lesser Little Great \
        Old Equatorial French British Spanish Portuguese Dutch German Italian Belgian American \
        Danish Soviet Russian Chinese Turkish Indian Vichy Nazi Ottoman Mandatory Nueva Nuevo \
        Nouvelle Nova Lake Mount Fort Port Cape Saint San Santa St Papua";

    /// Words after the name of a country that make it another place.
    PLACE_SUFFIXES = "\
        City River Rivers Valley Sea Canal Delta Basin Bay Strait Straits Channel Peninsula \
        Desert Lake Lakes Mountains Mountain Mount Town Antilles Current Trench Ridge Plateau \
        Falls Rift Cove Point Beach Creek Springs Heights Reef Shoal Seamount Island Islands \
        County Street Road Avenue Square Park Empire Today";
}
